package dev.millrace.api.http.request;

import dev.millrace.api.http.route.Route;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Locale;

/** Checks the query against the route, then runs the route's handler with the request's id in the log. */
public final class CheckedHandler implements Handler {
    private final Route route;

    public CheckedHandler(Route route) {
        this.route = route;
    }

    @Override
    public void handle(Context ctx) throws Exception {
        long began = System.nanoTime();
        Query query = Query.parse(ctx.req().getQueryString());
        if (!route.passThrough()) {
            query.refuseUnknown(route.query());
        }
        ctx.attribute(Query.ATTRIBUTE, query);
        ctx.attribute(Route.ATTRIBUTE, route);
        RequestId.logging(ctx, route.handler());
        double millis = (System.nanoTime() - began) / 1e6;
        // The id does not cover what goes on after the handler, such as a stream.
        ctx.header("Server-Timing", String.format(Locale.ROOT, "total;dur=%.3f", millis));
    }
}

package dev.millrace.api.http.route;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One route of the node.
 *
 * @param path the route's path: {@code {id}} stands for one segment, {@code <name>} for one or more, and {@code *} at
 *     the end for any rest
 * @param query names of the accepted query parameters; any other is refused with 400
 * @param passThrough whether the path belongs to a library's page: it accepts any query and is not in our OpenAPI
 *     document
 */
public record Route(Method method, String path, Handler handler, Set<String> query, boolean passThrough) {
    /** Attribute of a request: its route. */
    public static final String ATTRIBUTE = Route.class.getName();

    public Route {
        query = Set.copyOf(query);
    }

    /** The route of a request; null before one is found. */
    public static @Nullable Route of(Context ctx) {
        return ctx.attribute(ATTRIBUTE);
    }

    public static Route get(String path, Handler handler, String... query) {
        return new Route(Method.GET, path, handler, Set.of(query), false);
    }

    public static Route post(String path, Handler handler, String... query) {
        return new Route(Method.POST, path, handler, Set.of(query), false);
    }

    public static Route put(String path, Handler handler, String... query) {
        return new Route(Method.PUT, path, handler, Set.of(query), false);
    }

    public static Route delete(String path, Handler handler, String... query) {
        return new Route(Method.DELETE, path, handler, Set.of(query), false);
    }

    public static Route passThrough(Method method, String path, Handler handler) {
        return new Route(method, path, handler, Set.of(), true);
    }
}

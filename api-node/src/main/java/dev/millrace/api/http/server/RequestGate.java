package dev.millrace.api.http.server;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.request.RequestHeaders;
import dev.millrace.api.http.request.RequestId;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The checks and headers of every request, before its route. */
final class RequestGate implements Handler {
    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    /** Routes that serve pages replace the policy and the caching with their own. */
    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cache-Control", "no-store");

    private final HostGuard hosts;

    RequestGate(HostGuard hosts) {
        this.hosts = hosts;
    }

    @Override
    public void handle(Context ctx) {
        ctx.header(RequestId.HEADER, RequestId.from(RequestHeaders.all(ctx, RequestId.HEADER)));
        HEADERS.forEach(ctx::header);
        PublicPath.check(ctx);
        hosts.check(ctx);
        refuseOtherCodings(ctx);
        refuseForeignPages(ctx);
    }

    /** Jetty decodes chunks only. Another transfer coding below them would stay, and nothing here can decode it. */
    private static void refuseOtherCodings(Context ctx) {
        List<String> codings = RequestHeaders.all(ctx, "Transfer-Encoding");
        if (!codings.isEmpty() && !(codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked"))) {
            throw new MillraceException(ErrorCode.MALFORMED_REQUEST, "The only Transfer-Encoding here is chunked.");
        }
    }

    /**
     * A browser on the same machine reaches a node on loopback, and there are no keys. So a page of another site must
     * not make changes through its visitor's browser.
     */
    private static void refuseForeignPages(Context ctx) {
        if (!READING.contains(ctx.method()) && isOfForeignPage(ctx)) {
            throw new MillraceException(
                    ErrorCode.FORBIDDEN,
                    "A page of another origin may not change anything here. If this is the page's own node behind a"
                            + " proxy, the node needs MILLRACE_PUBLIC_URL.");
        }
    }

    /** Old browsers, and all browsers that use plain HTTP to another machine, send only the page's origin. */
    private static boolean isOfForeignPage(Context ctx) {
        List<String> sites = RequestHeaders.all(ctx, "Sec-Fetch-Site");
        return sites.isEmpty()
                ? !RequestHeaders.all(ctx, "Origin").stream().allMatch(origin -> isOwn(ctx, origin))
                : sites.contains("cross-site") || sites.contains("same-site");
    }

    private static boolean isOwn(Context ctx, String origin) {
        String host = ctx.req().getHeader("Host");
        return origin.equalsIgnoreCase(PublicAddress.of(ctx).origin())
                || origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host);
    }
}

package dev.millrace.api.http.server;

import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.address.RequestAddress;
import dev.millrace.api.http.route.Route;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Determines the public address of each request before anything else handles the request. A proxy may keep the public
 * path in the request or remove it. Here it is removed, so that routes know only their own paths.
 */
final class PublicPath extends Handler.Wrapper {
    private static final String REFUSAL = PublicPath.class.getName();

    private final RequestAddress addresses;
    /** First segments of our routes. The rest of a path after the public path begins with one of these. */
    private final Set<String> roots;

    private final Set<String> paths;

    PublicPath(AddressSettings settings, List<Route> routes) {
        this.addresses = new RequestAddress(settings);
        this.paths = routes.stream().map(Route::path).collect(Collectors.toUnmodifiableSet());
        this.roots = paths.stream().map(PublicPath::firstSegment).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        PublicAddress address = PublicAddress.ROOT;
        try {
            address = addresses.of(
                    peer(request.getConnectionMetaData().getRemoteSocketAddress()),
                    request.getHeaders()::getValuesList);
        } catch (MillraceException refused) {
            request.setAttribute(REFUSAL, refused);
        }
        request.setAttribute(PublicAddress.ATTRIBUTE, address);
        return super.handle(without(address.path(), request), response, callback);
    }

    /** @throws MillraceException the error that was found in the public address */
    static void check(Context ctx) {
        @Nullable MillraceException refusal = ctx.attribute(REFUSAL);
        if (refusal != null) {
            throw refusal;
        }
    }

    private static @Nullable InetAddress peer(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet ? internet.getAddress() : null;
    }

    private Request without(String publicPath, Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        if (publicPath.isEmpty() || path == null || !path.startsWith(publicPath)) {
            return request;
        }
        String rest = path.substring(publicPath.length());
        if (!isOurs(rest) || paths.contains(path)) {
            // The proxy has removed the public path: this is a path of ours that begins like it.
            return request;
        }
        HttpURI own = HttpURI.build(uri, rest.isEmpty() ? "/" : rest, uri.getParam(), uri.getQuery());
        return own.getCanonicalPath() == null ? request : Request.serveAs(request, own);
    }

    private boolean isOurs(String rest) {
        return rest.isEmpty() || (rest.startsWith("/") && roots.contains(firstSegment(rest)));
    }

    private static String firstSegment(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? path : path.substring(0, end);
    }
}

package dev.millrace.api.http.server;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests under foreign names. A web page can have its own name resolve to this node's address (DNS
 * rebinding), and would then count as a page of this node. The Host header still names the web page's host.
 */
final class HostGuard {
    private static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "[::1]");

    /** Accepted names in lower case; empty accepts every name. */
    private final Set<String> names;
    /** Whether the operator listed the names; then they apply to the name that a proxy was asked under, too. */
    private final boolean listed;

    private HostGuard(Set<String> names, boolean listed) {
        this.names = names;
        this.listed = listed;
    }

    /** @param publicHost a name that is always accepted; null without one */
    static HostGuard of(HttpSettings settings, @Nullable String publicHost) {
        Set<String> names = new HashSet<>();
        settings.hosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        boolean listed = !names.isEmpty();
        if (!listed && isLoopback(settings.host())) {
            names.addAll(LOCAL_NAMES);
            names.add(settings.host().toLowerCase(Locale.ROOT));
        }
        if (!names.isEmpty() && publicHost != null) {
            names.add(publicHost);
        }
        return new HostGuard(names, listed);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    void check(Context ctx) {
        String header = ctx.req().getHeader("Host");
        if (names.isEmpty() || header == null) {
            return;
        }
        String name = header.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        String behindProxy = listed ? PublicAddress.of(ctx).host() : null;
        if (!names.contains(name) || (behindProxy != null && !names.contains(behindProxy))) {
            throw new MillraceException(
                    ErrorCode.FORBIDDEN,
                    "This node does not answer under that host name; MILLRACE_HOSTS lists the names it answers to.");
        }
    }
}

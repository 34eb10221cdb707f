package dev.millrace.api.http;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps a node on loopback from answering under foreign names. A web page can have its own name resolve to 127.0.0.1 (DNS
 * rebinding) and would then pass for a page of this node; the Host header still tells its name.
 */
final class HostGuard {
    private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean active;
    private final String bound;

    private HostGuard(boolean active, String bound) {
        this.active = active;
        this.bound = bound;
    }

    /** @param host the address that the node listens on; only one on loopback is guarded */
    static HostGuard of(String host) {
        try {
            return new HostGuard(InetAddress.getByName(host).isLoopbackAddress(), host.toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            return new HostGuard(false, host);
        }
    }

    void check(Context ctx) {
        String header = ctx.req().getHeader("Host");
        if (!active || header == null) {
            return;
        }
        String name = header.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        if (!OWN_NAMES.contains(name) && !name.equals(bound)) {
            throw new MillraceException(
                    ErrorCode.FORBIDDEN,
                    "This node listens on loopback and answers to localhost and " + bound + " only.");
        }
    }
}

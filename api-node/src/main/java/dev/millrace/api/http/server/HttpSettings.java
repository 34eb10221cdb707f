package dev.millrace.api.http.server;

import dev.millrace.api.http.request.BodyLimits;
import dev.millrace.api.http.transfer.ConnectionLimits;
import dev.millrace.model.config.Environment;
import java.time.Duration;
import java.util.List;

/**
 * The address and the limits of the server.
 *
 * @param host address or name to bind
 * @param port 0 lets the system choose a free one
 * @param body bounds of a request's body
 * @param maxThreads threads for requests on a JDK without virtual threads; at least 8
 * @param hosts names it answers to; empty means local names on loopback, and any name elsewhere
 * @param keepAlive time between the comments that keep an event stream's connection open
 * @param connections limits for slow and for many clients
 */
public record HttpSettings(
        String host,
        int port,
        List<String> hosts,
        BodyLimits body,
        int maxThreads,
        Duration keepAlive,
        ConnectionLimits connections) {
    private static final BodyLimits BODY = new BodyLimits(1 << 20, Duration.ofSeconds(30));

    public HttpSettings {
        hosts = List.copyOf(hosts);
    }

    /** With the default limits of connections. */
    public HttpSettings(
            String host, int port, List<String> hosts, BodyLimits body, int maxThreads, Duration keepAlive) {
        this(host, port, hosts, body, maxThreads, keepAlive, ConnectionLimits.USUAL);
    }

    /** The same settings with these names. */
    public HttpSettings answeringTo(List<String> names) {
        return new HttpSettings(host, port, names, body, maxThreads, keepAlive, connections);
    }

    /** The same settings with these limits. */
    public HttpSettings within(ConnectionLimits limits) {
        return new HttpSettings(host, port, hosts, body, maxThreads, keepAlive, limits);
    }

    /** Reads the environment. The default is loopback, as there are no API keys yet. */
    public static HttpSettings from(Environment environment) {
        return of(
                        environment.text("MILLRACE_BIND", "127.0.0.1", "Address that the API node listens on"),
                        environment.integer(
                                "MILLRACE_PORT", 8080, 0, 65_535, "Port that the API node listens on; 0: any free one"))
                .answeringTo(environment.list(
                        "MILLRACE_HOSTS",
                        List.of(),
                        "Host names under which the API node answers; empty: local names on loopback, any elsewhere"))
                .within(ConnectionLimits.from(environment));
    }

    /** Bodies of up to 1 MiB within 30 s, 200 threads, a keep-alive every 15 s. */
    public static HttpSettings of(String host, int port) {
        return new HttpSettings(host, port, List.of(), BODY, 200, Duration.ofSeconds(15));
    }
}

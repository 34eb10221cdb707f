package dev.millrace.api.http.server;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.millrace.api.http.problem.JettyProblems;
import dev.millrace.api.http.transfer.ConnectionLimits;
import dev.millrace.api.http.transfer.Connections;
import dev.millrace.api.http.transfer.HeadWatch;
import dev.millrace.api.http.transfer.OutgoingAnswer;
import dev.millrace.api.http.transfer.Transfers;
import io.javalin.config.JettyConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty's settings: how strictly it reads requests, how it stops, and that it never shows its own error page. */
final class JettySettings {
    private static final long STOP_MILLIS = 2_000;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int WAITING_CONNECTIONS = 1_024;
    private static final int FILES_OF_THE_NODE = 256;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(JettySettings.class);

    /**
     * Strict, with exceptions for names of artifacts: encoded slashes, percent signs, backslashes, and characters that
     * proxies decode and do not encode again, such as brackets.
     */
    private static final UriCompliance URIS = UriCompliance.DEFAULT.with(
            "millrace",
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.SUSPICIOUS_PATH_CHARACTERS,
            Violation.ILLEGAL_PATH_CHARACTERS);

    private JettySettings() {}

    static void apply(JettyConfig jetty, HttpSettings settings, Transfers transfers) {
        JettyProblems problems = new JettyProblems();
        jetty.modifyHttpConfiguration(JettySettings::configure);
        jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.insertHandler(new GracefulHandler());
            server.setErrorHandler(problems);
        });
        jetty.modifyServletContextHandler(context -> {
            context.setErrorHandler(problems);
            context.getServletHandler().setDecodeAmbiguousURIs(true);
        });
        jetty.addConnector((server, configuration) -> {
            ServerConnector connector = connector(server, configuration, settings);
            server.addBean(new NetworkConnectionLimit(connections(transfers.limits()), connector));
            HeadWatch heads = new HeadWatch(connector, transfers.limits());
            transfers.every(BETWEEN_LOOKS, heads::look);
            return connector;
        });
    }

    private static void configure(HttpConfiguration configuration) {
        configuration.setUriCompliance(URIS);
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        // The cache of headers takes 100 KB for each open connection.
        configuration.setHeaderCacheSize(0);
        // A write beyond Jetty's buffer waits for the client.
        configuration.setOutputBufferSize(OutgoingAnswer.PIECE);
        configuration.setOutputAggregationSize(OutgoingAnswer.PIECE);
    }

    /** Leaves open files for the node itself. An answer may need one file beside its connection. */
    private static int connections(ConnectionLimits limits) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long possible = Math.max(1, (system.getMaxFileDescriptorCount() - FILES_OF_THE_NODE) / 2);
            if (possible < limits.connections()) {
                LOG.info(
                        "This process may open {} files, which is enough for {} connections, not for {}",
                        system.getMaxFileDescriptorCount(),
                        possible,
                        limits.connections());
                return (int) possible;
            }
        }
        return limits.connections();
    }

    private static ServerConnector connector(Server server, HttpConfiguration configuration, HttpSettings settings) {
        ServerConnector connector = new WatchedConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        connector.setAcceptedSendBufferSize(Connections.SEND_BUFFER);
        connector.setIdleTimeout(settings.connections().idle().toMillis());
        // A stop does not wait for idle connections.
        connector.setShutdownIdleTimeout(100);
        return connector;
    }
}

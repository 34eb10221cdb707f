package dev.millrace.api.http;

import io.javalin.config.JettyConfig;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** What is said to Jetty itself: how strictly it reads requests, how it stops, and that its own error page never shows. */
final class JettySettings {
    private static final long STOP_MILLIS = 2_000;
    private static final int HEADER_BYTES = 16 * 1024;
    private static final int WAITING_CONNECTIONS = 1_024;

    /** Strict, but an artifact's name may carry its slashes encoded, and may hold a percent sign. */
    private static final UriCompliance URIS = UriCompliance.DEFAULT.with(
            "millrace", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING);

    private JettySettings() {}

    static void apply(JettyConfig jetty, HttpSettings settings) {
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
        jetty.addConnector((server, configuration) -> connector(server, configuration, settings));
    }

    private static void configure(HttpConfiguration configuration) {
        configuration.setUriCompliance(URIS);
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        // For each connection that is kept open, remembering its headers takes 100 KB.
        configuration.setHeaderCacheSize(0);
    }

    private static Connector connector(Server server, HttpConfiguration configuration, HttpSettings settings) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(WAITING_CONNECTIONS);
        // Connections that clients keep open for a next request need not hold up a stop.
        connector.setShutdownIdleTimeout(100);
        return connector;
    }
}

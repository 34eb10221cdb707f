package dev.millrace.api.http.server;

import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.answer.LargeAnswers;
import dev.millrace.api.http.problem.ProblemHandler;
import dev.millrace.api.http.request.CheckedHandler;
import dev.millrace.api.http.request.RequestBody;
import dev.millrace.api.http.request.UnreadBodyHandler;
import dev.millrace.api.http.route.Method;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.stream.OpenResponses;
import dev.millrace.api.http.transfer.Transfers;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The node's one web server. It is started with the table of all routes. */
public final class HttpServer implements AutoCloseable {
    private final Javalin javalin;
    private final OpenResponses responses;
    private final Transfers transfers;

    private HttpServer(Javalin javalin, OpenResponses responses, Transfers transfers) {
        this.javalin = javalin;
        this.responses = responses;
        this.transfers = transfers;
    }

    /** Starts a server for callers without a proxy, or with a proxy that serves it at the root. */
    public static HttpServer start(HttpSettings settings, List<Route> routes) {
        return start(settings, AddressSettings.NONE, routes);
    }

    /**
     * Starts listening; when this returns, requests are answered.
     *
     * @throws HttpServerException if the port is taken or the address is not this machine's
     */
    public static HttpServer start(HttpSettings settings, AddressSettings address, List<Route> routes) {
        JavalinLogger.startupInfo = false;
        JavalinLogger.enabled = false;
        QueuedThreadPool threads = threads(settings.maxThreads());
        Executor executor = VirtualThreads.getExecutor(threads);
        OpenResponses responses = new OpenResponses(executor, settings.keepAlive());
        Transfers transfers = new Transfers(settings.connections(), executor);
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings);
            config.jetty.threadPool = threads;
            config.appData(OpenResponses.KEY, responses);
            config.appData(Transfers.KEY, transfers);
            JettySettings.apply(config.jetty, settings, transfers);
            if (!address.isEmpty()) {
                config.jetty.modifyServer(jetty -> jetty.insertHandler(new PublicPath(address, routes)));
            }
            config.routes.before(
                    new RequestGate(HostGuard.of(settings, address.publicUrl().host())));
            addRoutes(config, routes);
        });
        HttpServer server = new HttpServer(javalin, responses, transfers);
        try {
            javalin.start();
        } catch (JavalinException e) {
            server.close();
            throw new HttpServerException(reason(e, settings), e);
        }
        return server;
    }

    /** @return the port it listens on, also when the settings left the choice to the system */
    public int port() {
        return javalin.port();
    }

    /** Accepts no more requests, ends streams and waits, and gives the rest two seconds. */
    @Override
    public void close() {
        responses.close();
        javalin.stop();
        transfers.close();
    }

    private static void configure(JavalinConfig config, HttpSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // LargeAnswers compresses instead: Javalin writes compressed answers on the handler's thread.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.maxRequestSize = settings.body().bytes();
        config.appData(RequestBody.LIMITS, settings.body());
    }

    private static void addRoutes(JavalinConfig config, List<Route> routes) {
        config.routes.after(new UnreadBodyHandler());
        config.routes.after(new LargeAnswers());
        ProblemHandler problems = new ProblemHandler();
        config.routes.after(problems::answered);
        config.routes.exception(Exception.class, problems);
        // Javalin has its own form for these exceptions; a handler for all exceptions does not replace it.
        config.routes.exception(HttpResponseException.class, problems);
        config.router.javaLangErrorHandler(ProblemHandler::fatal);
        for (Route route : routes) {
            CheckedHandler handler = new CheckedHandler(route);
            config.routes.addHttpHandler(HandlerType.findOrCreate(route.method().name()), route.path(), handler);
            if (route.method() == Method.GET) {
                config.routes.addHttpHandler(HandlerType.HEAD, route.path(), handler);
            }
        }
    }

    private static QueuedThreadPool threads(int max) {
        QueuedThreadPool threads = new QueuedThreadPool(max, Math.min(8, max));
        threads.setName("http");
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        }
        return threads;
    }

    private static String reason(Throwable failure, HttpSettings settings) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    && String.valueOf(cause.getMessage()).contains("in use")) {
                return "port " + settings.port() + " on " + settings.host()
                        + " is taken by another program; choose another with MILLRACE_PORT or --port";
            }
        }
        return "cannot listen on port " + settings.port() + " of " + settings.host() + ": " + rootMessage(failure);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}

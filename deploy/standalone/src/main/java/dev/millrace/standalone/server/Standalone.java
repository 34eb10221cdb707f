package dev.millrace.standalone.server;

import dev.millrace.api.ApiConfig;
import dev.millrace.api.ApiNode;
import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Everything in one process, or with the workers in processes of their own; closes in reverse order. */
final class Standalone implements AutoCloseable {
    static final String BIND = "127.0.0.1";

    /** Whoever stops a Millrace at a terminal does not want to wait; what was running is queued again. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static final int CONNECTIONS = 10;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final int port;

    private Standalone(StandaloneOptions options, Consumer<String> progress) throws IOException {
        int slots = options.slots();
        int workers = options.workers();
        Path tools = options.tools();
        try {
            PortCheck.requireFree(BIND, options.port());
            DataDirectory data = part(DataDirectory.open(options.data()));
            progress.accept(
                    LocalServices.isNew(data)
                            ? "Starting Postgres (first time) and Redis"
                            : "Starting Postgres and Redis");
            LocalServices services = part(LocalServices.start(data));
            progress.accept("Starting the API node");
            ApiNode api = part(ApiNode.start(new ApiConfig(
                    services.database(),
                    services.redis(),
                    BIND,
                    options.port(),
                    List.of(),
                    CONNECTIONS,
                    tools,
                    false,
                    data.artifacts())));
            this.port = api.port();
            progress.accept(workers == 0 ? "Starting a worker" : "Starting " + workers + " worker process(es)");
            WorkerConfig worker = new WorkerConfig(
                    services.database(),
                    services.redis(),
                    slots,
                    List.of(),
                    DRAIN,
                    tools,
                    data.scratch(),
                    data.artifacts(),
                    data.path().resolve("worker.alive"));
            if (workers == 0) {
                part(WorkerNode.start(worker));
            } else {
                part(WorkerProcesses.start(workers, worker));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything; when this returns, requests are answered and jobs run.
     *
     * @param progress told what is being started
     */
    static Standalone start(StandaloneOptions options, Consumer<String> progress) throws IOException {
        return new Standalone(options, progress);
    }

    String url() {
        return "http://" + BIND + ":" + port;
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("millrace: a part did not stop cleanly: " + e.getMessage());
            }
        }
    }
}

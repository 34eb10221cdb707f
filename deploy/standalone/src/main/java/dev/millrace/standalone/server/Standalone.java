package dev.millrace.standalone.server;

import dev.millrace.api.ApiConfig;
import dev.millrace.api.ApiNode;
import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.history.Retention;
import dev.millrace.model.node.Parts;
import dev.millrace.model.node.StartException;
import dev.millrace.model.process.ProcessSecrets;
import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import dev.millrace.worker.jobrunr.JavaJobs;
import dev.millrace.worker.runtime.process.orphan.OrphanReaper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Everything in one process, or with the workers in processes of their own; closes in reverse order. */
final class Standalone implements AutoCloseable {
    /** Whoever stops a Millrace at a terminal does not want to wait; what was running is queued again. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static final int CONNECTIONS = 10;

    private final Parts parts = new Parts();
    private String bind = "";
    private int port;
    private volatile boolean stopping;

    /**
     * Starts everything; when this returns, requests are answered and jobs run. When it throws, nothing is left running.
     *
     * @param progress told what is being started
     * @throws StartException also when it is closed meanwhile
     */
    synchronized void start(StandaloneOptions options, Consumer<String> progress) throws IOException {
        int slots = options.slots();
        int workers = options.workers();
        Path tools = options.tools();
        bind = options.bind();
        try {
            PortCheck.requireFree(bind, options.port());
            ProcessSecrets.protect();
            // Orphans of worker processes come here where this is process 1.
            part(OrphanReaper.start());
            DataDirectory data = part(DataDirectory.open(options.data()));
            progress.accept(
                    LocalServices.isNew(data)
                            ? "Starting Postgres (first time) and Redis"
                            : "Starting Postgres and Redis");
            LocalServices services = part(LocalServices.start(data));
            progress.accept("Starting the API node");
            Backends backends = new Backends(services.database(), services.redis(), Backends.DEFAULT_START_WAIT);
            SharedDirectories directories = new SharedDirectories(tools, data.artifacts());
            ApiNode api = part(ApiNode.start(new ApiConfig(
                    backends,
                    HttpSettings.of(bind, options.port()),
                    AddressSettings.NONE,
                    CONNECTIONS,
                    directories,
                    Retention.USUAL,
                    options.toolsWritable())));
            this.port = api.port();
            progress.accept(workers == 0 ? "Starting a worker" : "Starting " + workers + " worker process(es)");
            WorkerConfig worker = new WorkerConfig(
                    backends,
                    slots,
                    List.of(),
                    WorkerConfig.DEFAULT_AGEING,
                    DRAIN,
                    directories,
                    data.scratch(),
                    data.heartbeatFile(),
                    JavaJobs.NONE);
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

    String url() {
        return "http://" + (bind.equals("0.0.0.0") ? "127.0.0.1" : bind) + ":" + port;
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.add(part);
        if (stopping) {
            throw new StartException("Stopped while it was starting.");
        }
        return part;
    }

    /** Waits for a start that is under way to end its step: what is half started could not be stopped. */
    @Override
    public void close() {
        stopping = true;
        closeParts();
    }

    private synchronized void closeParts() {
        parts.close();
    }
}

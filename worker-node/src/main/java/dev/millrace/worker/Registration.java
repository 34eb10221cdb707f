package dev.millrace.worker;

import dev.millrace.model.node.Version;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This worker in the list of workers, from its start until it signs off. */
final class Registration implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final WorkerStore workers;
    private final Worker worker;

    private Registration(WorkerStore workers, Worker worker) {
        this.workers = workers;
        this.worker = worker;
    }

    static Registration enter(WorkerStore workers, WorkerConfig config) {
        Worker worker = describe(config);
        workers.register(worker);
        return new Registration(workers, worker);
    }

    private static Worker describe(WorkerConfig config) {
        long pid = ProcessHandle.current().pid();
        String host = hostName();
        Instant now = Instant.now();
        return new Worker(
                UUID.randomUUID(),
                host + "-" + pid,
                host,
                pid,
                Version.current(),
                WorkerState.RUNNING,
                config.slots(),
                config.queues(),
                now,
                now,
                List.of());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    Worker worker() {
        return worker;
    }

    void drain() {
        try {
            workers.changeState(worker.id(), WorkerState.DRAINING);
        } catch (RuntimeException away) {
            log.warn("Draining without telling Postgres: {}", away.getMessage());
        }
    }

    /** Signs off. */
    @Override
    public void close() {
        try {
            workers.changeState(worker.id(), WorkerState.STOPPED);
        } catch (RuntimeException away) {
            log.warn("Could not sign off; others will notice: {}", away.getMessage());
        }
    }
}

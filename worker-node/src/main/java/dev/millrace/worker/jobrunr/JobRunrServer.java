package dev.millrace.worker.jobrunr;

import dev.millrace.model.job.Job;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.model.worker.Worker;
import dev.millrace.worker.jobrunr.Orders.Order;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.queue.Claimed;
import dev.millrace.worker.queue.Engine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker as a server of JobRunr's: in its list, with its heartbeat and its slots, and what fetches and performs jobs. It
 * is kept running, as no job is fetched without it.
 */
public final class JobRunrServer implements Engine, AutoCloseable {
    /** JobRunr's own default. Only its heartbeat goes by it: a worker that dies leaves JobRunr's list after four of them. */
    private static final Duration POLL = Duration.ofSeconds(15);

    private static final int MAX_NAME = 127;

    /** Less than JobRunr's list waits for it. */
    private static final Duration SILENCE = POLL.multipliedBy(3);

    /** JobRunr's own poll asks whether to fetch as well, and nobody else may meanwhile. */
    private static final Duration UNTIL_THE_POLL_HAS_ASKED = Duration.ofNanos(20_000);

    private static final Logger log = LoggerFactory.getLogger(JobRunrServer.class);

    private final Orders orders = new Orders();
    private final ClaimingStorage storage;
    private final WorkerServer server;
    private final Programs programs;
    private final TaskThreads watch = new TaskThreads("jobrunr-watch", 1);

    /** @param claim takes at most so many jobs of tools from the queue */
    public JobRunrServer(
            MillraceStorage storage,
            Worker worker,
            IntFunction<List<Job>> claim,
            Attempts attempts,
            Programs programs,
            Housekeeping housekeeping) {
        this.programs = programs;
        String name = worker.name();
        DispatchedSlots slots = new DispatchedSlots(worker.slots(), orders, programs);
        BackgroundJobServerConfiguration configuration =
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andId(worker.id())
                        .andName(name.substring(0, Math.min(name.length(), MAX_NAME)))
                        .andPollInterval(POLL)
                        .andBackgroundJobServerWorkerPolicy(slots);
        this.storage = new ClaimingStorage(storage, orders, claim, attempts, programs);
        this.server = new WorkerServer(this.storage, storage.json(), configuration, slots, attempts, housekeeping);
    }

    /** Enters it in JobRunr's list, and keeps it there. */
    public void start() {
        startServer();
        watch.every(POLL, POLL, () -> startAgainAfter(SILENCE));
    }

    /** JobRunr's threads are begun here, and have to do with the programs' jobs as well. */
    private void startServer() {
        boolean unused = programs.inside(() -> {
            server.start();
            return server.isRunning();
        });
    }

    /** For tests. */
    WorkerServer server() {
        return server;
    }

    /** Its own tasks end for good at the first error that they meet. */
    void startAgainAfter(Duration silence) {
        if (storage.sinceHeartbeat().compareTo(silence) > 0) {
            log.warn("JobRunr's server has not been heard for {} s; it is started again", silence.toSeconds());
            startAgain();
        }
    }

    private synchronized void startAgain() {
        server.stop();
        startServer();
    }

    @Override
    public boolean looksForOthers() {
        return programs.takeTurnToLook();
    }

    @Override
    public List<Runnable> fetch(int limit, int free, Function<List<Job>, List<Claimed>> arrival) {
        Order order = new Order(limit, free, arrival);
        orders.give(order);
        try {
            return programs.inside(() -> fill(order));
        } finally {
            orders.withdraw();
        }
    }

    private List<Runnable> fill(Order order) {
        server.steward().fetch();
        while (!order.isTaken()) {
            awaitRunning();
            LockSupport.parkNanos(UNTIL_THE_POLL_HAS_ASKED.toNanos());
            server.steward().fetch();
        }
        return order.programs();
    }

    /** JobRunr stops its server when it finds too much wrong. Jobs do not wait for somebody to notice. */
    private void awaitRunning() {
        if (!server.isRunning()) {
            log.warn("JobRunr's server has stopped; it is started again");
            startAgain();
            if (!server.isRunning()) {
                throw new IllegalStateException("JobRunr's server does not run");
            }
        }
    }

    @Override
    public void close() {
        watch.close();
        server.stop();
    }
}

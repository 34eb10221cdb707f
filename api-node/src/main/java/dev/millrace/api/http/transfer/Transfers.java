package dev.millrace.api.http.transfer;

import dev.millrace.model.thread.NodeThread;
import dev.millrace.model.thread.TaskThreads;
import io.javalin.config.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All transfers that wait for clients, and the clock that ends those that take too long. */
public final class Transfers implements AutoCloseable {
    public static final Key<Transfers> KEY = new Key<>("millrace-transfers");

    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Set<Transfer> underWay = ConcurrentHashMap.newKeySet();
    private final ConnectionLimits limits;
    private final Budget budget;
    private final Executor threads;
    private final TaskThreads clock = new TaskThreads("http-clock", 1);

    /** @param threads the server's threads; they make the answers, so that the clock's thread need not */
    public Transfers(ConnectionLimits limits, Executor threads) {
        this.limits = limits;
        this.threads = threads;
        this.budget = new Budget(limits.memory());
        every(BETWEEN_LOOKS, this::look);
    }

    public ConnectionLimits limits() {
        return limits;
    }

    public Budget budget() {
        return budget;
    }

    /** Repeats the step while the server runs. The step must not block. */
    public void every(Duration pause, Runnable step) {
        clock.every(pause, pause, step);
    }

    /** The server's threads, for work that must not run on the thread that reports a byte. */
    public Executor threads() {
        return threads;
    }

    void add(Transfer transfer) {
        underWay.add(transfer);
    }

    void remove(Transfer transfer) {
        underWay.remove(transfer);
    }

    private void look() {
        long now = System.nanoTime();
        List<Transfer> over =
                underWay.stream().filter(transfer -> transfer.hasTimedOut(now)).toList();
        for (Transfer transfer : over) {
            underWay.remove(transfer);
            timeOut(transfer);
            NodeThread.progress();
        }
    }

    /** A failure of one transfer must not stop the check of the others. */
    private static void timeOut(Transfer transfer) {
        try {
            transfer.timeOut();
        } catch (RuntimeException e) {
            LOG.warn("A slow client could not be let go", e);
        }
    }

    @Override
    public void close() {
        clock.close();
    }
}

package dev.millrace.api.http.transfer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that waits for clients at the moment, and the clock that ends what takes too long. */
public final class Transfers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Set<Transfer> underWay = ConcurrentHashMap.newKeySet();
    private final ConnectionLimits limits;
    private final Budget budget;
    private final ScheduledExecutorService clock;

    public Transfers(ConnectionLimits limits) {
        this.limits = limits;
        this.budget = new Budget(limits.memory());
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "http-clock");
            thread.setDaemon(true);
            return thread;
        });
        every(BETWEEN_LOOKS, this::look);
    }

    public ConnectionLimits limits() {
        return limits;
    }

    public Budget budget() {
        return budget;
    }

    /** Runs the step again and again, as long as the server is there; it must not block. */
    public void every(Duration pause, Runnable step) {
        ScheduledFuture<?> ignored = clock.scheduleWithFixedDelay(
                () -> safely(step), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
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
                underWay.stream().filter(transfer -> transfer.isOver(now)).toList();
        for (Transfer transfer : over) {
            underWay.remove(transfer);
            safely(transfer::giveUp);
        }
    }

    /** One that fails must not end the clock of all. */
    private static void safely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warn("A step of the server's clock failed", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

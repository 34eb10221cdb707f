package dev.millrace.api.history;

import dev.millrace.model.config.Durations;
import dev.millrace.model.history.History;
import dev.millrace.model.jobrunr.housekeeping.SweepStore;
import dev.millrace.model.thread.NodeThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the history is swept. Workers do it, as a recurring job of JobRunr. That job can be deleted in the
 * dashboard, and a server of another program can take it, which cannot run it. So where no run has succeeded for a while,
 * an API node sweeps.
 */
public final class HistoryKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HistoryKeeper.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    /** Three runs that did not come. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

    private final Runnable enter;
    private final SweepStore sweeps;
    private final History history;
    private final Duration retention;
    private final NodeThread thread = new NodeThread("history", this::step);
    private long dueAt = System.nanoTime();
    private long mayNotSweepUntil = dueAt + PAUSE.toNanos();

    /**
     * Begins.
     *
     * @param enter enters the recurring job
     * @param retention of jobs whose tools say nothing else
     */
    public HistoryKeeper(Runnable enter, SweepStore sweeps, History history, Duration retention) {
        this.enter = enter;
        this.sweeps = sweeps;
        this.history = history;
        this.retention = retention;
        thread.start();
    }

    private void step() throws InterruptedException {
        long left = dueAt - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, NodeThread.IDLE.toNanos()));
            return;
        }
        // Before what may throw.
        dueAt = System.nanoTime() + PAUSE.toNanos();
        try {
            if (!sweeps.isEntered(retention)) {
                enter();
            }
            if (System.nanoTime() - mayNotSweepUntil > 0 && !sweeps.hasSucceededWithin(LONGEST_SILENCE)) {
                sweep();
            }
        } catch (RuntimeException | IOException e) {
            log.warn(
                    "The history could not be seen to, and will be in {}: {}", Durations.format(PAUSE), e.getMessage());
            log.debug("It failed so", e);
        }
    }

    /** Another node may do so at the same moment; where it does not, this one will in the next step. */
    private void enter() {
        try {
            enter.run();
        } catch (RuntimeException e) {
            log.info("The sweep of the history could not be entered as a recurring job: {}", e.getMessage());
        }
    }

    private void sweep() throws IOException {
        log.debug("Swept the history, as no worker has: {}", history.sweep(retention));
        mayNotSweepUntil = System.nanoTime() + BETWEEN_SWEEPS.toNanos();
    }

    /** A sweep that is under way is broken off; what it has not committed is as before. */
    @Override
    public void close() {
        thread.close();
    }
}

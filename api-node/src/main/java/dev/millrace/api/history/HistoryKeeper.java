package dev.millrace.api.history;

import dev.millrace.model.history.History;
import dev.millrace.model.thread.NodeThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps the history now and then. Every API node does; they take turns. */
public final class HistoryKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HistoryKeeper.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);
    /** After the start, when a node has better things to do, and after a failure: most often a table was in use. */
    private static final Duration SHORT_PAUSE = Duration.ofMinutes(1);

    private final History history;
    private final NodeThread thread = new NodeThread("history", this::step);
    private long dueAt = System.nanoTime() + SHORT_PAUSE.toNanos();

    public HistoryKeeper(History history) {
        this.history = history;
        thread.start();
    }

    private void step() throws InterruptedException {
        long left = dueAt - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, NodeThread.IDLE.toNanos()));
            return;
        }
        // Before the sweep, which may throw.
        dueAt = System.nanoTime() + SHORT_PAUSE.toNanos();
        if (sweep()) {
            dueAt = System.nanoTime() + PAUSE.toNanos();
        }
    }

    private boolean sweep() {
        try {
            log.debug("Swept the history: {}", history.sweep());
            return true;
        } catch (RuntimeException | IOException e) {
            log.warn(
                    "The history could not be swept, and will be in {} s: {}", SHORT_PAUSE.toSeconds(), e.getMessage());
            log.debug("It failed so", e);
            return false;
        }
    }

    /** A sweep that is under way is broken off; what it has not committed is as before. */
    @Override
    public void close() {
        thread.close();
    }
}

package dev.millrace.api.history;

import dev.millrace.model.history.History;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    public HistoryKeeper(History history) {
        this.history = history;
        this.thread = new Thread(this::run, "history");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            Duration pause = SHORT_PAUSE;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = sweep() ? PAUSE : SHORT_PAUSE;
            }
        } catch (InterruptedException e) {
            log.debug("Interrupted: the node stops");
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
        closed.countDown();
        thread.interrupt();
    }
}

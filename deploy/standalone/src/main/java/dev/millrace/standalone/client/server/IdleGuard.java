package dev.millrace.standalone.client.server;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream that has gone quiet. The server speaks at least every 15 seconds; three times that in silence means
 * the connection is dead and nobody has told us, as happens when a laptop wakes up on another network.
 */
final class IdleGuard implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(45);
    private static final Duration CHECK = Duration.ofSeconds(5);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "idle-guard");
        thread.setDaemon(true);
        return thread;
    });
    private final InputStream stream;
    private volatile long lastHeard = System.nanoTime();

    @SuppressWarnings("FutureReturnValueIgnored") // The check cannot fail, and close() ends it.
    IdleGuard(InputStream stream) {
        this.stream = stream;
        clock.scheduleWithFixedDelay(this::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void heard() {
        lastHeard = System.nanoTime();
    }

    private void check() {
        if (System.nanoTime() - lastHeard > LIMIT.toNanos()) {
            close();
        }
    }

    /** Closing a stream whose peer is gone may fail; it is of no use to anybody afterwards either way. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            stream.close();
        } catch (IOException gone) {
            // Said above.
        }
    }
}

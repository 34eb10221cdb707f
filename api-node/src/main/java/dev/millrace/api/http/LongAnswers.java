package dev.millrace.api.http;

import io.javalin.config.Key;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's answers that are under way for long: it keeps them alive, and ends them when it stops. */
final class LongAnswers implements AutoCloseable {
    static final Key<LongAnswers> KEY = new Key<>("millrace-long-answers");
    private static final Logger LOG = LoggerFactory.getLogger(LongAnswers.class);

    private final Set<StreamedAnswer> streams = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
    private final Executor threads;
    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> keepAlive;
    private volatile boolean closed;

    LongAnswers(Executor threads, Duration keepAlive) {
        this.threads = threads;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "http-keep-alive");
            thread.setDaemon(true);
            return thread;
        });
        this.keepAlive = clock.scheduleAtFixedRate(
                this::keepAlive, keepAlive.toMillis(), keepAlive.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The server's own threads, for work that must not run on the thread that brought the news. */
    Executor threads() {
        return threads;
    }

    void add(StreamedAnswer stream) {
        streams.add(stream);
        stream.onClose(() -> streams.remove(stream));
        if (closed) {
            stream.close();
        }
    }

    /** Runs the step when the server stops, unless it is removed before. */
    void endWith(Runnable step) {
        endings.add(step);
        if (closed) {
            step.run();
        }
    }

    void remove(Runnable step) {
        endings.remove(step);
    }

    private void keepAlive() {
        for (StreamedAnswer stream : streams) {
            try {
                stream.comment("keep-alive");
            } catch (RuntimeException e) {
                // One broken stream must not end the keep-alive of all.
                LOG.warn("A stream cannot be kept alive", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        keepAlive.cancel(false);
        clock.shutdown();
        streams.forEach(StreamedAnswer::close);
        endings.forEach(Runnable::run);
    }
}

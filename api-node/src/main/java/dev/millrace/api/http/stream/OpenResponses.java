package dev.millrace.api.http.stream;

import dev.millrace.model.thread.TaskThreads;
import io.javalin.config.Key;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams and the waiting answers: keeps them alive, and ends them when the server stops. */
public final class OpenResponses implements AutoCloseable {
    public static final Key<OpenResponses> KEY = new Key<>("millrace-open-responses");
    private static final Logger LOG = LoggerFactory.getLogger(OpenResponses.class);

    private final Set<OpenResponse> streams = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
    private final Executor threads;
    private final TaskThreads clock = new TaskThreads("http-keep-alive", 1);
    private final Duration keepAlive;
    private volatile boolean closed;

    public OpenResponses(Executor threads, Duration keepAlive) {
        this.threads = threads;
        this.keepAlive = keepAlive;
        clock.every(keepAlive, keepAlive, this::keepAlive);
    }

    /** The server's threads, for work that must not run on the thread that reports an event. */
    Executor threads() {
        return threads;
    }

    /** Runs the step on a thread of the server after each keep-alive time, until it is cancelled. */
    Repetition repeat(Runnable step) {
        Repetition repetition = new Repetition(step);
        clock.schedule(keepAlive, repetition);
        return repetition;
    }

    void add(OpenResponse stream) {
        streams.add(stream);
        stream.onClose(() -> streams.remove(stream));
        if (closed) {
            stream.close();
        }
    }

    /** Runs the step when the server stops, unless the step is removed before. */
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
        for (OpenResponse stream : streams) {
            try {
                stream.comment("keep-alive");
            } catch (RuntimeException | Error e) {
                // A broken stream must not end the keep-alive of the others.
                LOG.warn("A stream cannot be kept alive", e);
            }
        }
    }

    /**
     * A repeated step. Most are cancelled long before their first run; a cancelled one drops the reference to its step.
     */
    final class Repetition implements Runnable {
        private volatile @Nullable Runnable step;

        private Repetition(Runnable step) {
            this.step = step;
        }

        @Override
        public void run() {
            Runnable next = step;
            if (next != null) {
                clock.schedule(keepAlive, this);
                threads.execute(next);
            }
        }

        void cancel() {
            step = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        clock.close();
        streams.forEach(OpenResponse::close);
        endings.forEach(Runnable::run);
    }
}

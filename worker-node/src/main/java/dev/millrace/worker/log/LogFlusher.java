package dev.millrace.worker.log;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.Progress;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.queue.WorkQueue;
import dev.millrace.model.updates.UpdatePublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the logs of all attempts from one thread: what comes while a write is under way goes into the next. */
public final class LogFlusher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogFlusher.class);

    /** Between two writes, so that a chatty tool's lines share a row; short enough to look live. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final LogWriter writer;
    private final Duration pause;
    private final Set<AttemptLog> dirty = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::run, "log-flusher");
    private boolean hurried;
    private boolean closed;

    public LogFlusher(LogStore store, WorkQueue queue, UpdatePublisher updates) {
        this(new LogWriter(store, queue, updates), PAUSE);
    }

    /** @param pause after each write, unless somebody is in a hurry */
    LogFlusher(LogWriter writer, Duration pause) {
        this.writer = writer;
        this.pause = pause;
        thread.setDaemon(true);
        thread.start();
    }

    /** The log of an attempt that starts. */
    public AttemptLog open(Job job) {
        return new AttemptLog(job, this);
    }

    void dirty(AttemptLog attempt) {
        synchronized (dirty) {
            if (dirty.add(attempt)) {
                dirty.notifyAll();
            }
        }
    }

    /** What waits now is written without a pause: nothing may delay the end of a job, or a tool that prints much. */
    void hurry() {
        synchronized (dirty) {
            hurried = true;
            dirty.notifyAll();
        }
    }

    private void run() {
        try {
            for (List<AttemptLog> attempts = takeDirty(); !attempts.isEmpty(); attempts = takeDirty()) {
                flush(attempts);
                pause();
            }
        } catch (InterruptedException stopped) {
            log.debug("Stopped writing logs");
        }
    }

    private List<AttemptLog> takeDirty() throws InterruptedException {
        synchronized (dirty) {
            while (dirty.isEmpty() && !closed) {
                dirty.wait();
            }
            List<AttemptLog> taken = List.copyOf(dirty);
            dirty.clear();
            hurried = false;
            return taken;
        }
    }

    private void pause() throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        synchronized (dirty) {
            for (long left = pause.toNanos(); left > 0 && !hurried && !closed; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(dirty, left);
            }
        }
    }

    private void flush(List<AttemptLog> attempts) throws InterruptedException {
        List<LogChunk> chunks = new ArrayList<>();
        attempts.forEach(attempt -> attempt.takeLines().ifPresent(chunks::add));
        if (!chunks.isEmpty()) {
            writer.lines(chunks);
        }
        for (AttemptLog attempt : attempts) {
            Optional<Progress> progress = attempt.takeProgress();
            if (progress.isPresent()) {
                writer.progress(attempt, progress.get());
            }
            attempt.written();
            if (attempt.hasProgress()) {
                dirty(attempt);
            }
        }
    }

    @Override
    public void close() {
        synchronized (dirty) {
            closed = true;
            dirty.notifyAll();
        }
    }
}

package dev.millrace.worker.log;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.Progress;
import dev.millrace.model.lifecycle.progress.ProgressReports;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.thread.NodeThread;
import dev.millrace.model.updates.UpdatePublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Writes the logs of all attempts from one thread: what comes while a write is under way goes into the next. */
public final class LogFlusher implements AutoCloseable {
    /** Between two writes, so that a chatty tool's lines share a row; short enough to look live. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final LogWriter writer;
    private final Duration pause;
    private final Set<AttemptLog> dirty = new LinkedHashSet<>();
    private final NodeThread thread = new NodeThread("log-flusher", this::step);
    private boolean hurried;
    private boolean closed;

    public LogFlusher(LogStore store, ProgressReports reports, UpdatePublisher updates) {
        this(new LogWriter(store, reports, updates), PAUSE);
    }

    /** @param pause after each write, unless somebody is in a hurry */
    LogFlusher(LogWriter writer, Duration pause) {
        this.writer = writer;
        this.pause = pause;
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

    private void step() throws InterruptedException {
        List<AttemptLog> attempts = takeDirty();
        if (!attempts.isEmpty()) {
            flush(attempts);
            pause();
        }
    }

    private List<AttemptLog> takeDirty() throws InterruptedException {
        long end = System.nanoTime() + NodeThread.IDLE.toNanos();
        synchronized (dirty) {
            for (long left = 1; dirty.isEmpty() && !closed && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(dirty, end - System.nanoTime());
            }
            if (dirty.isEmpty() && closed) {
                thread.finish();
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
        try {
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
        } finally {
            // Whoever waits for the end of a log must not wait for ever.
            attempts.forEach(AttemptLog::written);
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

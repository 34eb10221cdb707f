package dev.millrace.worker.log;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.Progress;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Output;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one attempt has said and has not been written yet. */
public final class AttemptLog implements Output, AutoCloseable {
    /** Characters that may wait; past it whoever adds a line waits. */
    private static final int MAX_WAITING = 1 << 18;

    /** Characters that do not wait for the end of a pause, so that whoever adds lines fast need not wait for it either. */
    private static final int ENOUGH = MAX_WAITING / 2;

    /** Every progress that is written becomes an event, and nobody watches faster than this. */
    private static final Duration PROGRESS_PAUSE = Duration.ofMillis(200);

    private final UUID job;
    private final int attempt;
    private final LogFlusher flusher;
    private StringBuilder content = new StringBuilder();
    private long nextLine = 1;
    private int lines;
    private boolean writing;
    private @Nullable Progress progress;
    private long progressTakenAt;
    private boolean closing;

    AttemptLog(Job job, LogFlusher flusher) {
        this.job = job.id();
        this.attempt = job.attempt();
        this.flusher = flusher;
        this.progressTakenAt = System.nanoTime() - PROGRESS_PAUSE.toNanos();
    }

    UUID job() {
        return job;
    }

    int attempt() {
        return attempt;
    }

    @Override
    public synchronized void line(LogStream stream, String text) {
        while (content.length() > MAX_WAITING) {
            waitForFlusher();
        }
        boolean hadEnough = content.length() > ENOUGH;
        LogChunk.append(content, stream, System.currentTimeMillis(), text);
        lines++;
        flusher.dirty(this);
        if (!hadEnough && content.length() > ENOUGH) {
            flusher.hurry();
        }
    }

    @Override
    public synchronized void progress(int percent, String message) {
        progress = new Progress(percent, message);
        flusher.dirty(this);
    }

    /** Takes the waiting lines; they count as being written until {@link #written()}. */
    synchronized Optional<LogChunk> takeLines() {
        writing = true;
        if (lines == 0) {
            return Optional.empty();
        }
        LogChunk chunk = new LogChunk(job, attempt, nextLine, lines, content.toString());
        nextLine += lines;
        lines = 0;
        content = new StringBuilder();
        notifyAll();
        return Optional.of(chunk);
    }

    /** The newest progress; absent also when the one before was taken a moment ago and this one may still be replaced. */
    synchronized Optional<Progress> takeProgress() {
        long now = System.nanoTime();
        if (progress == null || (!closing && now - progressTakenAt < PROGRESS_PAUSE.toNanos())) {
            return Optional.empty();
        }
        Optional<Progress> taken = Optional.of(progress);
        progress = null;
        progressTakenAt = now;
        return taken;
    }

    synchronized boolean hasProgress() {
        return progress != null;
    }

    synchronized void written() {
        writing = false;
        notifyAll();
    }

    /** Waits until all has been written, which begins at once. */
    @Override
    public synchronized void close() {
        closing = true;
        if (lines > 0 || progress != null) {
            flusher.hurry();
        }
        while (lines > 0 || progress != null || writing) {
            waitForFlusher();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The callers loop.
    private void waitForFlusher() {
        boolean interrupted = false;
        // It may have been broken off before it came to this log.
        flusher.dirty(this);
        try {
            wait(1_000);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the log of job " + job + " was being written");
        }
    }
}

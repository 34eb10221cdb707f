package dev.millrace.worker.log;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Progress;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.queue.WorkQueue;
import dev.millrace.model.updates.UpdatePublisher;
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
    private static final long PAUSE_MILLIS = 10;

    private static final long RETRY_MILLIS = 500;

    private final LogStore store;
    private final WorkQueue queue;
    private final UpdatePublisher updates;
    private final Set<AttemptLog> dirty = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::run, "log-flusher");
    private boolean closed;

    public LogFlusher(LogStore store, WorkQueue queue, UpdatePublisher updates) {
        this.store = store;
        this.queue = queue;
        this.updates = updates;
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

    private List<AttemptLog> takeDirty() throws InterruptedException {
        synchronized (dirty) {
            while (dirty.isEmpty() && !closed) {
                dirty.wait();
            }
            List<AttemptLog> taken = List.copyOf(dirty);
            dirty.clear();
            return taken;
        }
    }

    private void run() {
        try {
            for (List<AttemptLog> attempts = takeDirty(); !attempts.isEmpty(); attempts = takeDirty()) {
                flush(attempts);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException stopped) {
            log.debug("Stopped writing logs");
        }
    }

    private void flush(List<AttemptLog> attempts) throws InterruptedException {
        List<LogChunk> chunks = new ArrayList<>();
        attempts.forEach(attempt -> attempt.takeLines().ifPresent(chunks::add));
        if (!chunks.isEmpty()) {
            store(chunks);
            chunks.forEach(chunk -> updates.logGrew(chunk.job()));
        }
        for (AttemptLog attempt : attempts) {
            Optional<Progress> progress = attempt.takeProgress();
            if (progress.isPresent()) {
                store(attempt, progress.get());
            }
            attempt.written();
            if (attempt.hasProgress()) {
                dirty(attempt);
            }
        }
    }

    /** Chunks are stored all or none, so one that is refused must not take those of other attempts with it. */
    private void store(List<LogChunk> chunks) throws InterruptedException {
        try {
            untilAnswered("log lines", () -> store.append(chunks));
        } catch (RuntimeException refused) {
            if (chunks.size() == 1) {
                log.error("Postgres refused log lines of job {}", chunks.get(0).job(), refused);
                return;
            }
            for (LogChunk chunk : chunks) {
                store(List.of(chunk));
            }
        }
    }

    private void store(AttemptLog attempt, Progress progress) throws InterruptedException {
        try {
            untilAnswered("progress", () -> queue.progress(attempt.job(), attempt.attempt(), progress));
        } catch (RuntimeException refused) {
            log.error("Postgres refused the progress of job {}", attempt.job(), refused);
        }
    }

    /** Repeats while Postgres is away; what it refuses for another reason would be refused again. */
    private static void untilAnswered(String what, Runnable write) throws InterruptedException {
        while (true) {
            try {
                write.run();
                return;
            } catch (RuntimeException e) {
                if (!Database.isUnavailable(e)) {
                    throw e;
                }
                log.warn("Postgres is away, {} wait: {}", what, e.getMessage());
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
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

package dev.millrace.worker.log;

import dev.millrace.model.db.Database;
import dev.millrace.model.db.OutageLog;
import dev.millrace.model.job.Progress;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.queue.WorkQueue;
import dev.millrace.model.thread.NodeThread;
import dev.millrace.model.updates.UpdatePublisher;
import dev.millrace.worker.runtime.ExhaustedException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes lines and progress to Postgres, however long that is away. What it refuses is given up, and the log says so. */
final class LogWriter {
    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);
    private static final long RETRY_MILLIS = 500;

    private final LogStore store;
    private final WorkQueue queue;
    private final UpdatePublisher updates;
    private final OutageLog lineOutage = new OutageLog(log, "log lines wait");
    private final OutageLog progressOutage = new OutageLog(log, "progress waits");

    LogWriter(LogStore store, WorkQueue queue, UpdatePublisher updates) {
        this.store = store;
        this.queue = queue;
        this.updates = updates;
    }

    void lines(List<LogChunk> chunks) throws InterruptedException {
        store(chunks);
        chunks.forEach(chunk -> updates.logGrew(chunk.job()));
    }

    /** Chunks are stored all or none, so one that is refused must not take those of other attempts with it. */
    private void store(List<LogChunk> chunks) throws InterruptedException {
        try {
            untilAnswered(lineOutage, () -> store.append(chunks));
        } catch (RuntimeException | Error refused) {
            if (chunks.size() == 1) {
                storeGap(chunks.get(0), refused);
                return;
            }
            for (LogChunk chunk : chunks) {
                store(List.of(chunk));
            }
        }
    }

    /** In the place of lines that are lost, so that a reader of the log knows of them. */
    private void storeGap(LogChunk chunk, Throwable refused) throws InterruptedException {
        log.error("Postgres refused {} log line(s) of job {}", chunk.lines(), chunk.job(), refused);
        String count = chunk.lines() == 1 ? "1 line" : chunk.lines() + " lines";
        LogChunk gap = chunk.replacedBy(
                System.currentTimeMillis(),
                "Postgres refused what stood here (" + count + "); the worker's log says why.");
        try {
            untilAnswered(lineOutage, () -> store.append(List.of(gap)));
        } catch (RuntimeException | Error refusedToo) {
            log.error("The log of job {} has a gap that it does not show", chunk.job(), refusedToo);
        }
    }

    void progress(AttemptLog attempt, Progress progress) throws InterruptedException {
        try {
            untilAnswered(progressOutage, () -> queue.progress(attempt.job(), attempt.attempt(), progress));
        } catch (RuntimeException | Error refused) {
            log.error("Postgres refused the progress of job {}", attempt.job(), refused);
        }
    }

    /** Repeats while Postgres is away; what it refuses for another reason would be refused again. */
    private static void untilAnswered(OutageLog outage, Runnable write) throws InterruptedException {
        while (true) {
            try {
                write.run();
                outage.done();
                return;
            } catch (RuntimeException | Error e) {
                // Without a thread, the pool cannot open a connection.
                if (!Database.isUnavailable(e) && !ExhaustedException.is(e)) {
                    throw e;
                }
                outage.failed(e);
                NodeThread.progress();
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }
}

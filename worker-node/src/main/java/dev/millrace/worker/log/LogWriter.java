package dev.millrace.worker.log;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.job.Progress;
import dev.millrace.model.lifecycle.progress.ProgressReports;
import dev.millrace.model.log.LogChunk;
import dev.millrace.model.log.LogStore;
import dev.millrace.model.updates.UpdatePublisher;
import dev.millrace.worker.write.PersistentWriter;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes lines and progress to Postgres, however long that is away. What it refuses is given up, and the log says so. */
final class LogWriter {
    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final LogStore store;
    private final ProgressReports reports;
    private final UpdatePublisher updates;
    private final PersistentWriter lines = new PersistentWriter(new OutageLog(log, "log lines wait"), PAUSE);
    private final PersistentWriter progress = new PersistentWriter(new OutageLog(log, "progress waits"), PAUSE);

    LogWriter(LogStore store, ProgressReports reports, UpdatePublisher updates) {
        this.store = store;
        this.reports = reports;
        this.updates = updates;
    }

    void lines(List<LogChunk> chunks) throws InterruptedException {
        lines.writeAll(chunks, store::append, this::storeGap);
        chunks.forEach(chunk -> updates.logGrew(chunk.job()));
    }

    /** In the place of lines that are lost, so that a reader of the log knows of them. */
    private void storeGap(LogChunk chunk, Throwable refused) throws InterruptedException {
        log.error("Postgres refused {} log line(s) of job {}", chunk.lines(), chunk.job(), refused);
        String count = chunk.lines() == 1 ? "1 line" : chunk.lines() + " lines";
        LogChunk gap = chunk.replacedBy(
                System.currentTimeMillis(),
                "Postgres refused what stood here (" + count + "); the worker's log says why.");
        try {
            lines.write(() -> store.append(List.of(gap)));
        } catch (RuntimeException | Error refusedToo) {
            log.error("The log of job {} has a gap that it does not show", chunk.job(), refusedToo);
        }
    }

    void progress(AttemptLog attempt, Progress progress) throws InterruptedException {
        try {
            this.progress.write(() -> reports.note(attempt.job(), attempt.attempt(), progress));
        } catch (RuntimeException | Error refused) {
            log.error("Postgres refused the progress of job {}", attempt.job(), refused);
        }
    }
}

package dev.millrace.worker.execute;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.queue.GroupCommit;
import dev.millrace.model.queue.WorkQueue;
import dev.millrace.model.queue.WorkQueue.Ended;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that an outcome is recorded, however long Postgres is away; those that end together share a commit. */
public final class OutcomeRecorder {
    private static final Logger log = LoggerFactory.getLogger(OutcomeRecorder.class);
    private static final long RETRY_MILLIS = 250;

    /** Rows that a statement changes in some ten milliseconds. */
    private static final int TOGETHER = 200;

    private final GroupCommit<Ended, Optional<Job>> commit;

    public OutcomeRecorder(WorkQueue queue) {
        this.commit = new GroupCommit<>(TOGETHER, 1, queue::finish);
    }

    /** Returns when the outcome is recorded or the attempt has become stale. */
    void record(Job job, Outcome outcome) {
        try {
            untilPostgresAnswers(job, outcome);
        } catch (RuntimeException refused) {
            log.error("Postgres refused the outcome of job {}", job.id(), refused);
            untilPostgresAnswers(job, notStored(outcome));
        }
    }

    private void untilPostgresAnswers(Job job, Outcome outcome) {
        while (true) {
            try {
                Optional<Job> settled = commit.store(new Ended(job, outcome));
                if (settled.isEmpty()) {
                    log.warn("Attempt {} of job {} is stale; its outcome changes nothing", job.attempt(), job.id());
                }
                return;
            } catch (RuntimeException e) {
                if (!Database.isUnavailable(e)) {
                    throw e;
                }
                log.warn("Postgres is away, the outcome of job {} waits: {}", job.id(), e.getMessage());
                pause();
            }
        }
    }

    private static Outcome notStored(Outcome outcome) {
        Failure failure =
                new Failure(FailureCode.OUTCOME_NOT_STORED, "The outcome could not be stored; see the worker's log.");
        return new Outcome(
                AttemptState.FAILED,
                outcome.exitCode(),
                outcome.signal(),
                outcome.stopReason(),
                outcome.survivors(),
                outcome.process(),
                failure,
                null,
                null,
                List.of());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while an outcome was not recorded yet", stop);
        }
    }
}

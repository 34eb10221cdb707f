package dev.millrace.worker.jobrunr;

import dev.millrace.model.attempt.Outcome;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.queue.Claimed;
import org.jobrunr.server.BackgroundJobPerformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs a tool's job as JobRunr performs others: its filters see each change of state, and its storage is given the
 * outcome. How a tool is run is known here and the same for all, so it is not looked up in the job's class each time; and a
 * tool that fails has an outcome, which is no error of this worker's.
 */
final class ToolPerformer extends BackgroundJobPerformer {
    private static final Logger log = LoggerFactory.getLogger(ToolPerformer.class);

    private final Steward steward;
    private final ClaimedToolJob job;
    private final Attempts attempts;

    ToolPerformer(WorkerServer server, ClaimedToolJob job, Attempts attempts) {
        super(server, job);
        this.steward = server.steward();
        this.job = job;
        this.attempts = attempts;
    }

    void awaitSlot() {
        job.claimed().performBy(this);
    }

    @Override
    public void run() {
        Claimed claimed = job.claimed();
        steward.notifyThreadOccupied();
        try {
            attempts.run(claimed.job(), claimed.stop(), this::end);
        } finally {
            steward.notifyThreadIdle();
        }
    }

    /** What has ended is recorded, whatever JobRunr makes of it. */
    private void end(Outcome outcome) {
        try {
            job.endAs(outcome);
            saveAndRunStateRelatedJobFilters(job);
        } catch (RuntimeException broken) {
            log.error("JobRunr could not follow how job {} ended", job.getId(), broken);
        } finally {
            record(job, attempts);
        }
    }

    /** Does nothing when it was done before. */
    static void record(ClaimedToolJob job, Attempts attempts) {
        Claimed claimed = job.claimed();
        job.takeOutcome().ifPresent(outcome -> attempts.record(claimed.job(), outcome, claimed::settled));
    }
}

package dev.millrace.model.lifecycle.recover;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.LockedJobs;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.lookup.JobRow;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Ends attempts that no worker runs any more. They count as lost, and their jobs are queued again. */
public final class Recovery {
    private static final Outcome LOST = Outcome.without(AttemptState.LOST, StopReason.LOST);

    private final Transactions transactions;

    public Recovery(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Ends, as lost, an attempt that is recorded on a worker and does not run there: the answer to its claim never
     * arrived.
     */
    public void recoverUnknown(UUID id, UUID worker) {
        transactions.inTransaction(change -> LockedJobs.one(change.handle(), id)
                .filter(locked -> locked.state() == JobState.RUNNING && worker.equals(locked.worker()))
                .map(locked -> Completions.end(change, List.of(locked), LOST)));
    }

    /** Ends at most {@code limit} attempts of lost or stopped workers; returns the events of their jobs. */
    public List<JobEvent> recoverAbandoned(int limit) {
        return transactions.inTransaction(
                change -> Completions.end(change, lockAbandoned(change.handle(), limit), LOST));
    }

    private static List<Job> lockAbandoned(Handle handle, int limit) {
        return handle.createQuery("""
                        SELECT job.* FROM job JOIN worker ON worker.id = job.worker_id
                        WHERE job.state = 'RUNNING' AND worker.state IN ('LOST', 'STOPPED')
                        LIMIT :limit FOR UPDATE OF job SKIP LOCKED
                        """).bind("limit", limit).map(JobRow::map).list();
    }
}

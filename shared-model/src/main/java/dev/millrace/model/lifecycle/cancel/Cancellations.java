package dev.millrace.model.lifecycle.cancel;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.LockedJobs;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.Transactions.Change;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.lookup.JobSearch;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Cancels jobs that wait, and asks the workers of running ones to stop them. Asking twice is the same as asking once.
 */
public final class Cancellations {
    /** Jobs of one transaction. */
    static final int BATCH_SIZE = 1_000;

    private final Transactions transactions;
    private final JobSearch search;
    private final UpdatePublisher updates;

    public Cancellations(Transactions transactions, JobSearch search, UpdatePublisher updates) {
        this.transactions = transactions;
        this.search = search;
        this.updates = updates;
    }

    /**
     * Cancels one job.
     *
     * @param requestedBy who asks, as the record names them; a running job keeps the first request
     * @return the job after the change: cancelled, or running with the request noted
     * @throws MillraceException {@code NOT_FOUND}, or {@code CONFLICT} when the job has ended
     */
    public Job one(UUID id, String requestedBy) {
        Job job = transactions.inTransaction(change -> one(change, id, requestedBy));
        if (job.state() == JobState.RUNNING) {
            updates.cancelRequested(id);
        }
        return job;
    }

    private static Job one(Change change, UUID id, String requestedBy) {
        Job found = LockedJobs.one(change.handle(), id).orElseThrow(() -> JobReader.notFound(id));
        List<UUID> ids = List.of(id);
        return switch (found.state()) {
            case SCHEDULED, QUEUED ->
                change.made(CancelStore.cancelWaiting(change.handle(), ids, requestedBy))
                        .get(0);
            case RUNNING ->
                found.cancelRequested()
                        ? found
                        : change.made(CancelStore.requestCancel(change.handle(), ids, requestedBy))
                                .get(0);
            case SUCCEEDED, FAILED, CANCELLED ->
                throw new MillraceException(
                        ErrorCode.CONFLICT, "Job " + id + " has ended as " + found.state() + " already.");
        };
    }

    /**
     * What became of the jobs.
     *
     * @param cancelled jobs that waited, and are cancelled now
     * @param requested jobs that run; their workers have been asked to stop them
     */
    public record Count(int cancelled, int requested) {
        Count plus(Count other) {
            return new Count(cancelled + other.cancelled, requested + other.requested);
        }
    }

    /**
     * Cancels the jobs that match the filter and have not ended, a batch in each transaction. Jobs submitted meanwhile
     * are not cancelled.
     *
     * @param requestedBy who asks, as the record names them
     * @throws MillraceException {@code UNAVAILABLE} when Postgres is away; jobs cancelled before that stay cancelled
     */
    public Count all(JobFilter filter, String requestedBy) {
        Count count = new Count(0, 0);
        List<Job> page = search.listPatiently(filter.page(null, BATCH_SIZE)).jobs();
        while (!page.isEmpty()) {
            List<UUID> ids = page.stream().map(Job::id).toList();
            count = count.plus(some(ids, requestedBy));
            page = search.listPatiently(filter.page(ids.get(ids.size() - 1), BATCH_SIZE))
                    .jobs();
        }
        return count;
    }

    private Count some(List<UUID> ids, String requestedBy) {
        List<Job> changed = transactions.inTransaction(change -> some(change, ids, requestedBy));
        List<Job> running =
                changed.stream().filter(job -> job.state() == JobState.RUNNING).toList();
        running.forEach(job -> updates.cancelRequested(job.id()));
        return new Count(changed.size() - running.size(), running.size());
    }

    private static List<Job> some(Change change, List<UUID> ids, String requestedBy) {
        LockedJobs.all(change.handle(), ids);
        List<Job> changed = new ArrayList<>(change.made(CancelStore.cancelWaiting(change.handle(), ids, requestedBy)));
        changed.addAll(change.made(CancelStore.requestCancel(change.handle(), ids, requestedBy)));
        return changed;
    }
}

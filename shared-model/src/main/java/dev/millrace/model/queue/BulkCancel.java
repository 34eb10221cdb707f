package dev.millrace.model.queue;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.queue.Transactions.Change;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Cancels all jobs that fulfil some conditions, in transactions of a thousand. */
public final class BulkCancel {
    static final int TOGETHER = 1_000;

    private final JobSearch search;
    private final Transactions transactions;
    private final UpdatePublisher updates;

    public BulkCancel(Jdbi jdbi, UpdatePublisher updates, JobSearch search) {
        this.search = search;
        this.transactions = new Transactions(jdbi, updates);
        this.updates = updates;
    }

    /**
     * What became of the jobs.
     *
     * @param cancelled waited, and are cancelled
     * @param requested run; their workers have been told to stop them
     */
    public record Count(int cancelled, int requested) {
        Count plus(Count other) {
            return new Count(cancelled + other.cancelled, requested + other.requested);
        }
    }

    /**
     * Cancels what has not ended; jobs submitted meanwhile stay.
     *
     * @param requestedBy who asks, as the record shall name them
     * @throws MillraceException {@code UNAVAILABLE} when Postgres is away; what was cancelled before stays so
     */
    public Count all(JobFilter filter, String requestedBy) {
        Count count = new Count(0, 0);
        List<Job> page = search.listPatiently(filter.page(null, TOGETHER)).jobs();
        while (!page.isEmpty()) {
            List<UUID> ids = page.stream().map(Job::id).toList();
            count = count.plus(some(ids, requestedBy));
            page = search.listPatiently(filter.page(ids.get(ids.size() - 1), TOGETHER))
                    .jobs();
        }
        return count;
    }

    private Count some(List<UUID> ids, String requestedBy) {
        List<Job> changed = transactions.inTransaction(change -> cancel(change, ids, requestedBy));
        List<Job> running =
                changed.stream().filter(job -> job.state() == JobState.RUNNING).toList();
        running.forEach(job -> updates.cancelRequested(job.id()));
        return new Count(changed.size() - running.size(), running.size());
    }

    private static List<Job> cancel(Change change, List<UUID> ids, String requestedBy) {
        JobStore.lock(change.handle(), ids);
        List<Job> changed = new ArrayList<>(change.made(JobStore.cancelWaiting(change.handle(), ids, requestedBy)));
        changed.addAll(change.made(JobStore.requestCancel(change.handle(), ids, requestedBy)));
        return changed;
    }
}

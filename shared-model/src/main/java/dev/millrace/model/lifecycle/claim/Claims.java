package dev.millrace.model.lifecycle.claim;

import dev.millrace.model.job.Job;
import dev.millrace.model.lifecycle.Transactions;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Claims queued jobs for workers. */
public final class Claims {
    private static final Comparator<Job> SERVICE_ORDER =
            Comparator.comparing(Job::priority).thenComparing(Job::id);

    private final Transactions transactions;

    public Claims(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Claims queued jobs, none of a paused queue. When this returns, each job is running with a new attempt on this
     * worker.
     *
     * @param queues the queues that the worker serves; empty means all
     * @param limit the most jobs to claim, 1 to 1,000
     * @param ageing how many of them are the longest waiting jobs instead of the most urgent ones
     */
    public List<Job> claim(UUID worker, List<String> queues, int limit, AgeingQuota ageing) {
        return transactions.inOneStatement(
                change -> change.made(ClaimStore.claim(change.handle(), worker, queues, limit, ageing)).stream()
                        .sorted(SERVICE_ORDER)
                        .toList());
    }

    /** The same, strictly by priority. */
    public List<Job> claim(UUID worker, List<String> queues, int limit) {
        return claim(worker, queues, limit, AgeingQuota.NONE);
    }
}

package dev.millrace.model.lifecycle.claim;

import dev.millrace.model.job.Job;
import dev.millrace.model.lifecycle.Transactions;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Takes queued jobs for workers. */
public final class Claims {
    private static final Comparator<Job> SERVICE_ORDER =
            Comparator.comparing(Job::priority).thenComparing(Job::id);

    private final Transactions transactions;

    public Claims(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Takes queued jobs, none of a paused queue: each is running, with a new attempt of this worker's, when this returns.
     *
     * @param queues to take from; empty means all
     * @param limit at most so many, 1 to 1,000
     * @param aged which of them are not the most urgent, but the longest waiting
     */
    public List<Job> claim(UUID worker, List<String> queues, int limit, AgeingQuota aged) {
        return transactions.inOneStatement(
                change -> change.made(ClaimStore.claim(change.handle(), worker, queues, limit, aged)).stream()
                        .sorted(SERVICE_ORDER)
                        .toList());
    }

    /** The same, strictly by priority. */
    public List<Job> claim(UUID worker, List<String> queues, int limit) {
        return claim(worker, queues, limit, AgeingQuota.NONE);
    }
}

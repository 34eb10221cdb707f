package dev.millrace.worker.jobrunr;

import dev.millrace.model.jobrunr.SteadfastStorage;
import dev.millrace.worker.jobrunr.Orders.Order;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.queue.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobVersioner;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.navigation.AmountRequest;

/**
 * The storage of a worker's server: what it gives out to be processed it has claimed by the queue's rules, and what it is given
 * back of a tool's job goes to be recorded. All else is the storage of the jobs of other programs.
 */
final class ClaimingStorage extends SteadfastStorage {
    private final Orders orders;
    private final IntFunction<List<dev.millrace.model.job.Job>> claim;
    private final Attempts attempts;

    ClaimingStorage(
            StorageProvider storage,
            Orders orders,
            IntFunction<List<dev.millrace.model.job.Job>> claim,
            Attempts attempts) {
        super(storage);
        this.orders = orders;
        this.claim = claim;
        this.attempts = attempts;
    }

    @Override
    public List<Job> getJobsToProcess(BackgroundJobServer server, AmountRequest amount) {
        Optional<Order> order = orders.current();
        if (order.isEmpty()) {
            return List.of();
        }
        order.get().take();
        List<Claimed> claimed = order.get().arrival().apply(claim.apply(amount.getLimit()));
        ProcessingState processing = new ProcessingState(server);
        List<Job> jobs = new ArrayList<>(claimed.size());
        claimed.forEach(one -> jobs.add(new ClaimedToolJob(one, processing)));
        return jobs;
    }

    /** Returns before the outcome is recorded: many are, together. */
    @Override
    public Job save(Job job) {
        if (!(job instanceof ClaimedToolJob tool)) {
            return super.save(job);
        }
        try (JobVersioner version = new JobVersioner(job)) {
            ToolPerformer.record(tool, attempts);
            version.commitVersion();
        }
        return job;
    }
}

package dev.millrace.worker.jobrunr;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.jobrunr.storage.SteadfastStorage;
import dev.millrace.worker.jobrunr.Orders.Order;
import dev.millrace.worker.queue.Attempts;
import dev.millrace.worker.queue.Claimed;
import dev.millrace.worker.write.PersistentWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobVersioner;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageException;
import org.jobrunr.storage.navigation.AmountRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage of a worker's server: what it gives out to be processed it has claimed by the queue's rules, and what it is given
 * back of a tool's job goes to be recorded. What is left of the free slots is for jobs of other programs, which are in JobRunr's own table.
 */
final class ClaimingStorage extends SteadfastStorage {
    private static final Logger log = LoggerFactory.getLogger(ClaimingStorage.class);

    private final PersistentWriter ends =
            new PersistentWriter(new OutageLog(log, "ends of other programs' jobs wait"), Duration.ofMillis(250));

    private final Orders orders;
    private final IntFunction<List<dev.millrace.model.job.Job>> claim;
    private final Attempts attempts;
    private final Programs programs;

    ClaimingStorage(
            MillraceStorage storage,
            Orders orders,
            IntFunction<List<dev.millrace.model.job.Job>> claim,
            Attempts attempts,
            Programs programs) {
        super(storage);
        this.orders = orders;
        this.claim = claim;
        this.attempts = attempts;
        this.programs = programs;
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
        jobs.addAll(programs.fetch(server, order.get().free() - claimed.size()));
        return jobs;
    }

    /** Of a tool's job the outcome is recorded later, together with many; what another program's ended with waits for Postgres. */
    @Override
    public Job save(Job job) {
        if (!(job instanceof ClaimedToolJob tool)) {
            return saveWhenPostgresAnswers(job);
        }
        try (JobVersioner version = new JobVersioner(job)) {
            ToolPerformer.record(tool, attempts);
            version.commitVersion();
        }
        return job;
    }

    private Job saveWhenPostgresAnswers(Job job) {
        try {
            ends.write(() -> super.save(job));
            return job;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    "The worker stops before Postgres has taken how job " + job.getId() + " ended", stopping);
        }
    }
}

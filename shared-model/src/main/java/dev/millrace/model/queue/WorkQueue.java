package dev.millrace.model.queue;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.Settlement;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.Changes.Change;
import dev.millrace.model.queue.ClaimStore.Claimed;
import dev.millrace.model.queue.WorkStore.Ending;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jobrunr.server.BackgroundJobServer;

/** What workers do with the queue: take jobs, say how they get on, and give the outcome. */
public final class WorkQueue {
    private static final Comparator<Job> SERVICE_ORDER =
            Comparator.comparing(Job::priority).thenComparing(Job::id);

    private static final Outcome LOST = Outcome.without(AttemptState.LOST, StopReason.LOST);

    private final Changes changes;

    public WorkQueue(Jdbi jdbi, JobRunrStorage storage, UpdatePublisher updates) {
        this.changes = new Changes(jdbi, storage, updates);
    }

    /**
     * Takes queued jobs, none of a paused queue: each is running, with a new attempt of this worker's, when this returns.
     *
     * @param server whose id is the worker's
     * @param queues to take from; empty means all
     * @param limit at most so many, 1 to 1,000
     * @param aged which of them are not the most urgent, but the longest waiting
     */
    public List<Job> claim(BackgroundJobServer server, List<String> queues, int limit, Aged aged) {
        return changes.inTransaction(change -> {
            List<Claimed> claimed = ClaimStore.claim(change.handle(), server.getId(), queues, limit, aged);
            if (!claimed.isEmpty()) {
                JobRunrRow.store(
                        change.handle(),
                        claimed.stream()
                                .map(job -> change.rows().started(job.change().job(), job.row(), server))
                                .toList());
            }
            return claimed.stream()
                    .map(job -> change.made(job.change()))
                    .sorted(SERVICE_ORDER)
                    .toList();
        });
    }

    /** The same, strictly by priority. */
    public List<Job> claim(BackgroundJobServer server, List<String> queues, int limit) {
        return claim(server, queues, limit, Aged.NONE);
    }

    /** Notes the progress of an attempt; false when the attempt is not the current one any more. */
    public boolean progress(UUID job, int attempt, Progress progress) {
        String data = Json.write(Map.of("percent", progress.percent(), "message", progress.message()));
        return changes.inOneStatement(change -> JobStore.progress(change.handle(), job, attempt, progress, data)
                .map(change::made)
                .isPresent());
    }

    /**
     * Records how an attempt ended and what becomes of its job.
     *
     * @return the job afterwards; empty when the attempt is stale: the job has moved on and nothing was changed
     */
    public Optional<Job> finish(UUID id, int attempt, Outcome outcome) {
        return changes.inTransaction(change -> JobStore.lock(change.handle(), id)
                .filter(locked -> isRunning(locked.job()) && locked.job().attempt() == attempt)
                .map(locked -> settle(change, List.of(locked), outcome).get(0)));
    }

    /** Gives back a job that is recorded as running on a worker which knows nothing of it; it counts as lost. */
    public void giveBack(UUID id, UUID worker) {
        changes.inTransaction(change -> JobStore.lock(change.handle(), id)
                .filter(locked ->
                        isRunning(locked.job()) && worker.equals(locked.job().worker()))
                .map(locked -> settle(change, List.of(locked), LOST)));
    }

    private static boolean isRunning(Job job) {
        return job.state() == JobState.RUNNING;
    }

    /** Queues the scheduled jobs whose time has come, at most {@code limit}; returns how many those were. */
    public int enqueueDue(int limit) {
        return changes.inTransaction(change -> {
            List<JobRunrRow> due = JobStore.lockDue(change.handle(), limit).stream()
                    .map(change.rows()::enqueued)
                    .toList();
            return due.isEmpty()
                    ? 0
                    : change.made(JobStore.enqueue(change.handle(), due)).size();
        });
    }

    /** Queues the jobs again whose worker is gone, at most {@code limit}; returns them. */
    public List<Job> recoverAbandoned(int limit) {
        return changes.inTransaction(change -> {
            List<LockedJob> abandoned = WorkStore.lockAbandoned(change.handle(), limit);
            return abandoned.isEmpty() ? List.of() : settle(change, abandoned, LOST);
        });
    }

    private static List<Job> settle(Change change, List<LockedJob> jobs, Outcome outcome) {
        List<Ending> endings =
                jobs.stream().map(locked -> ending(change, locked, outcome)).toList();
        List<ChangedJob> settled = WorkStore.settle(change.handle(), endings);
        if (settled.size() != jobs.size()) {
            throw new IllegalStateException("A locked job was not as it was read");
        }
        if (!outcome.artifacts().isEmpty()) {
            jobs.forEach(locked ->
                    ArtifactRecords.saveArtifacts(change.handle(), locked.job().id(), outcome.artifacts()));
        }
        return change.made(settled);
    }

    private static Ending ending(Change change, LockedJob locked, Outcome outcome) {
        Job job = locked.job();
        int losses = outcome.state() == AttemptState.LOST ? WorkStore.losses(change.handle(), job.id()) : 0;
        Settlement settlement =
                Settlement.of(outcome, job.failures(), job.maxAttempts(), job.cancelRequested(), losses);
        return new Ending(job, outcome, settlement, row(change, locked, settlement));
    }

    private static JobRunrRow row(Change change, LockedJob job, Settlement settlement) {
        Failure failure = settlement.failure();
        String message = failure == null ? "The worker is gone; queued again." : failure.message();
        return switch (settlement.next()) {
            case SUCCEEDED -> change.rows().succeeded(job);
            case FAILED -> change.rows().failed(job, message);
            case CANCELLED -> change.rows().cancelled(job);
            case SCHEDULED ->
                change.rows()
                        .retried(
                                job,
                                message,
                                new TransactionClock(change.handle()).now().plus(settlement.delay()));
            case QUEUED -> change.rows().requeued(job, message);
            case RUNNING -> throw new IllegalStateException("A settled job does not run");
        };
    }
}

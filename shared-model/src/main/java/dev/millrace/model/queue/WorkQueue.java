package dev.millrace.model.queue;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.Settlement;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.Changes.Change;
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

    private final Changes changes;

    public WorkQueue(Jdbi jdbi, JobRunrStorage storage, UpdatePublisher updates) {
        this.changes = new Changes(jdbi, storage, updates);
    }

    /**
     * Takes queued jobs: each is running, with a new attempt of this worker's, when this returns.
     *
     * @param server whose id is the worker's
     * @param queues to take from; empty means all
     * @param limit at most so many, at least 1
     */
    public List<Job> claim(BackgroundJobServer server, List<String> queues, int limit) {
        return changes.inTransaction(change -> {
            List<Job> jobs = JobStore.claim(change.handle(), server.getId(), queues, limit).stream()
                    .sorted(SERVICE_ORDER)
                    .toList();
            if (!jobs.isEmpty()) {
                change.rows()
                        .start(change.connection(), jobs.stream().map(Job::id).toList(), server);
                String worker = Json.write(Map.of("worker", server.getId().toString()));
                jobs.forEach(job -> change.entered(job, worker));
            }
            return jobs;
        });
    }

    /** Notes the progress of an attempt; false when the attempt is not the current one any more. */
    public boolean progress(UUID job, int attempt, Progress progress) {
        return changes.inTransaction(change -> {
            Optional<Job> updated = JobStore.progress(change.handle(), job, attempt, progress);
            updated.ifPresent(running -> change.happened(
                    running,
                    EventType.PROGRESS,
                    Json.write(Map.of("percent", progress.percent(), "message", progress.message()))));
            return updated.isPresent();
        });
    }

    /**
     * Records how an attempt ended and what becomes of its job.
     *
     * @return the job afterwards; empty when the attempt is stale: the job has moved on and nothing was changed
     */
    public Optional<Job> finish(UUID id, int attempt, Outcome outcome) {
        return changes.inTransaction(change -> JobStore.lock(change.handle(), id)
                .filter(job -> job.state() == JobState.RUNNING && job.attempt() == attempt)
                .map(job -> settle(change, job, outcome)));
    }

    /** Gives back a job that is recorded as running on a worker which knows nothing of it; it counts as lost. */
    public void giveBack(UUID id, UUID worker) {
        changes.inTransaction(change -> JobStore.lock(change.handle(), id)
                .filter(job -> job.state() == JobState.RUNNING && worker.equals(job.worker()))
                .map(job -> settle(change, job, Outcome.without(AttemptState.LOST, StopReason.LOST))));
    }

    /** Queues the scheduled jobs whose time has come, at most {@code limit}; returns how many those were. */
    public int enqueueDue(int limit) {
        return changes.inTransaction(change -> {
            List<Job> due = JobStore.lockDue(change.handle(), limit);
            for (Job job : due) {
                Job queued = JobStore.enqueue(change.handle(), job);
                change.rows().enqueue(change.connection(), queued.id());
                change.entered(queued, "{}");
            }
            return due.size();
        });
    }

    /** Queues the jobs again whose worker is gone, at most {@code limit}; returns them. */
    public List<Job> recoverAbandoned(int limit) {
        return changes.inTransaction(change -> JobStore.lockAbandoned(change.handle(), limit).stream()
                .map(job -> settle(change, job, Outcome.without(AttemptState.LOST, StopReason.LOST)))
                .toList());
    }

    private static Job settle(Change change, Job job, Outcome outcome) {
        int losses = outcome.state() == AttemptState.LOST ? AttemptStore.losses(change.handle(), job.id()) : 0;
        Settlement settlement =
                Settlement.of(outcome, job.failures(), job.maxAttempts(), job.cancelRequested(), losses);
        Job settled = JobStore.settle(change.handle(), job, settlement);
        AttemptStore.finish(change.handle(), job, outcome);
        if (outcome.result() != null) {
            AttemptStore.saveResult(change.handle(), job.id(), outcome.result());
        }
        AttemptStore.saveArtifacts(change.handle(), job.id(), outcome.artifacts());
        moveRow(change, settled, settlement);
        change.entered(settled, Changes.data(settlement.failure()));
        return settled;
    }

    private static void moveRow(Change change, Job settled, Settlement settlement) {
        Failure failure = settlement.failure();
        String message = failure == null ? "The worker is gone; queued again." : failure.message();
        switch (settled.state()) {
            case SUCCEEDED -> change.rows().succeed(change.connection(), settled.id());
            case FAILED -> change.rows().fail(change.connection(), settled.id(), message);
            case CANCELLED -> change.rows().cancel(change.connection(), settled.id());
            case SCHEDULED -> change.rows().retry(change.connection(), settled.id(), message, settled.runAt());
            case QUEUED -> change.rows().requeue(change.connection(), settled.id(), message);
            case RUNNING -> throw new IllegalStateException("A settled job does not run");
        }
    }
}

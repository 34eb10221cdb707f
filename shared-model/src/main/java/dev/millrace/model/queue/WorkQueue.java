package dev.millrace.model.queue;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.ClaimStore.Claimed;
import dev.millrace.model.queue.Settling.Closing;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jobrunr.server.BackgroundJobServer;
import org.jspecify.annotations.Nullable;

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
        return finish(List.of(new Ended(id, attempt, outcome))).get(0);
    }

    /** An attempt that has ended, and how. */
    public record Ended(UUID job, int attempt, Outcome outcome) {
        private boolean isCurrent(@Nullable LockedJob found) {
            return found != null && isRunning(found.job()) && found.job().attempt() == attempt;
        }
    }

    /** The same for many attempts, in one transaction; answers in their order. */
    public List<Optional<Job>> finish(List<Ended> attempts) {
        return changes.inTransaction(change -> {
            Map<UUID, LockedJob> locked = new HashMap<>();
            JobStore.lock(change.handle(), attempts.stream().map(Ended::job).toList())
                    .forEach(found -> locked.put(found.job().id(), found));
            Map<UUID, Job> settled = new HashMap<>();
            Settling.settle(
                            change,
                            attempts.stream()
                                    .filter(ended -> ended.isCurrent(locked.get(ended.job())))
                                    .map(ended -> new Closing(
                                            Objects.requireNonNull(locked.get(ended.job())), ended.outcome()))
                                    .toList())
                    .forEach(job -> settled.put(job.id(), job));
            return attempts.stream()
                    .map(ended -> ended.isCurrent(locked.get(ended.job()))
                            ? Optional.ofNullable(settled.get(ended.job()))
                            : Optional.<Job>empty())
                    .toList();
        });
    }

    /** Gives back a job that is recorded as running on a worker which knows nothing of it; it counts as lost. */
    public void giveBack(UUID id, UUID worker) {
        changes.inTransaction(change -> JobStore.lock(change.handle(), id)
                .filter(locked ->
                        isRunning(locked.job()) && worker.equals(locked.job().worker()))
                .map(locked -> Settling.settle(change, List.of(new Closing(locked, LOST)))));
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
            return Settling.settle(
                    change,
                    abandoned.stream().map(locked -> new Closing(locked, LOST)).toList());
        });
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.StopReason;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.AttemptCompletion.Closing;
import dev.millrace.model.queue.Transactions.Change;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What workers do with the queue: take jobs, say how they get on, and give the outcome. */
public final class WorkQueue {
    private static final Comparator<Job> SERVICE_ORDER =
            Comparator.comparing(Job::priority).thenComparing(Job::id);

    private static final Outcome LOST = Outcome.without(AttemptState.LOST, StopReason.LOST);

    private final Transactions transactions;

    public WorkQueue(Jdbi jdbi, UpdatePublisher updates) {
        this.transactions = new Transactions(jdbi, updates);
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

    /** Notes the progress of an attempt; false when the attempt is not the current one any more. */
    public boolean progress(UUID job, int attempt, Progress progress) {
        String data = Json.write(Map.of("percent", progress.percent(), "message", progress.message()));
        return transactions.inOneStatement(change -> JobStore.progress(change.handle(), job, attempt, progress, data)
                .map(change::made)
                .isPresent());
    }

    /**
     * Records how an attempt ended and what becomes of its job.
     *
     * @param attempt the job as it was claimed
     * @return the event that tells what became of the job; empty when the attempt is stale: the job has moved on and nothing was changed
     */
    public Optional<JobEvent> finish(Job attempt, Outcome outcome) {
        return finish(List.of(new Ended(attempt, outcome))).get(0);
    }

    /**
     * An attempt that has ended, and how.
     *
     * @param job as it was claimed
     */
    public record Ended(Job job, Outcome outcome) {}

    /** The same for many attempts, in one transaction; answers in their order. */
    public List<Optional<JobEvent>> finish(List<Ended> attempts) {
        List<Closing> closings = attempts.stream()
                .map(ended -> new Closing(ended.job(), ended.outcome()))
                .toList();
        boolean isOneStatement = closings.stream()
                .allMatch(closing ->
                        closing.isClear() && closing.outcome().artifacts().isEmpty());
        Map<UUID, JobEvent> settled = isOneStatement
                ? transactions.inOneStatement(change -> AttemptCompletion.settle(change, closings))
                : transactions.inTransaction(change -> AttemptCompletion.settle(change, current(change, closings)));
        return attempts.stream()
                .map(ended -> Optional.ofNullable(settled.get(ended.job().id())))
                .toList();
    }

    /** The attempts as far as they still run, with their jobs as they are now where that makes a difference. */
    private static List<Closing> current(Change change, List<Closing> closings) {
        Map<UUID, Job> locked = new HashMap<>();
        List<UUID> unclear = closings.stream()
                .filter(closing -> !closing.isClear())
                .map(closing -> closing.job().id())
                .toList();
        JobStore.lock(change.handle(), unclear).forEach(job -> locked.put(job.id(), job));
        List<Closing> current = new ArrayList<>();
        for (Closing closing : closings) {
            Job now =
                    closing.isClear() ? closing.job() : locked.get(closing.job().id());
            if (now != null && isRunning(now) && now.attempt() == closing.job().attempt()) {
                current.add(new Closing(now, closing.outcome()));
            }
        }
        return current;
    }

    /** Gives back a job that is recorded as running on a worker which knows nothing of it; it counts as lost. */
    public void giveBack(UUID id, UUID worker) {
        transactions.inTransaction(change -> JobStore.lock(change.handle(), id)
                .filter(locked -> isRunning(locked) && worker.equals(locked.worker()))
                .map(locked -> AttemptCompletion.settle(change, List.of(new Closing(locked, LOST)))));
    }

    private static boolean isRunning(Job job) {
        return job.state() == JobState.RUNNING;
    }

    /** Queues the scheduled jobs whose time has come, at most {@code limit}; returns how many those were. */
    public int enqueueDue(int limit) {
        return transactions.inOneStatement(change ->
                change.made(JobStore.enqueueDue(change.handle(), limit)).size());
    }

    /** Queues the jobs again whose worker is gone, at most {@code limit}; returns what became of them. */
    public List<JobEvent> recoverAbandoned(int limit) {
        return transactions.inTransaction(change -> {
            List<Job> abandoned = WorkStore.lockAbandoned(change.handle(), limit);
            return List.copyOf(AttemptCompletion.settle(
                            change,
                            abandoned.stream()
                                    .map(locked -> new Closing(locked, LOST))
                                    .toList())
                    .values());
        });
    }
}

package dev.millrace.model.operations;

import dev.millrace.model.attempt.Failure;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.lookup.QueuePosition;
import dev.millrace.model.queues.Queues;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says why a job does not run now. */
public final class Why {
    /** A queue position is counted up to this number. */
    private static final int LAST_POSITION = 10_000;

    private static final int SHOWN = 20;

    private final JobReader jobs;
    private final QueuePosition position;
    private final Queues queues;
    private final WorkerStore workers;

    public Why(JobReader jobs, QueuePosition position, Queues queues, WorkerStore workers) {
        this.jobs = jobs;
        this.queues = queues;
        this.position = position;
        this.workers = workers;
    }

    /** The reason why a job does not run now. */
    public enum Reason {
        ENDED,
        RUNNING,
        DELAYED,
        RETRY,
        QUEUE_PAUSED,
        NO_WORKER,
        SLOTS_BUSY,
        NEXT
    }

    /** A reason, its text, and the facts that the text rests on. */
    private record Finding(
            Reason reason, String message, @Nullable Integer ahead, List<Worker> serving) {
        static Finding of(Reason reason, String message) {
            return new Finding(reason, message, null, List.of());
        }
    }

    /**
     * The answer.
     *
     * @param ahead the queue position; null when the job is not queued
     * @param serving workers that serve the job's queue, the first twenty
     * @param running jobs on these workers, the longest running first
     */
    public record Answer(
            Job job,
            Reason reason,
            String message,
            @Nullable Integer ahead,
            List<Worker> serving,
            List<Job> running) {}

    /** @throws MillraceException {@code NOT_FOUND} */
    public Answer of(UUID id, Caller caller) {
        Job job = jobs.get(id);
        Finding found = finding(job);
        List<UUID> serving = found.serving().stream().map(Worker::id).toList();
        return new Answer(
                job,
                found.reason(),
                found.message(),
                found.ahead(),
                found.serving().stream().limit(SHOWN).toList(),
                position.running(serving, SHOWN));
    }

    private Finding finding(Job job) {
        return switch (job.state()) {
            case SUCCEEDED, FAILED, CANCELLED -> Finding.of(Reason.ENDED, "It has ended as " + job.state() + ".");
            case RUNNING ->
                Finding.of(Reason.RUNNING, "It runs: attempt " + job.attempt() + " since " + job.startedAt() + ".");
            case SCHEDULED -> waitingForItsTime(job);
            case QUEUED -> waitingForASlot(job);
        };
    }

    private static Finding waitingForItsTime(Job job) {
        Failure failure = job.failure();
        return failure == null
                ? Finding.of(Reason.DELAYED, "It was asked to start at " + job.runAt() + ".")
                : Finding.of(
                        Reason.RETRY,
                        "Attempt " + job.attempt() + " failed with " + failure.code() + "; the next may start at "
                                + job.runAt() + ".");
    }

    private Finding waitingForASlot(Job job) {
        List<Worker> running = workers.list().stream()
                .filter(worker -> worker.state() == WorkerState.RUNNING)
                .toList();
        List<Worker> serving = running.stream()
                .filter(worker -> worker.queues().isEmpty() || worker.queues().contains(job.queue()))
                .toList();
        int ahead = position.ahead(job, LAST_POSITION);
        if (queues.isPaused(job.queue())) {
            return new Finding(Reason.QUEUE_PAUSED, "Queue " + job.queue() + " is paused.", ahead, serving);
        }
        if (serving.isEmpty()) {
            String others =
                    running.isEmpty() ? "no worker runs" : "the " + running.size() + " that run serve other queues";
            return new Finding(
                    Reason.NO_WORKER, "No worker serves queue " + job.queue() + ": " + others + ".", ahead, serving);
        }
        int slots = serving.stream().mapToInt(Worker::slots).sum();
        int busy = serving.stream().mapToInt(worker -> worker.jobs().size()).sum();
        String first =
                ahead == 0 ? "it is next." : (ahead < LAST_POSITION ? ahead + "" : "more than " + ahead) + " go first.";
        return busy >= slots
                ? new Finding(
                        Reason.SLOTS_BUSY,
                        "All " + slots + " slots that serve queue " + job.queue() + " are busy; " + first,
                        ahead,
                        serving)
                : new Finding(Reason.NEXT, "A slot is free; " + first, ahead, serving);
    }
}

package dev.millrace.api.lookup;

import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.ResourceId;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.JobReader;
import dev.millrace.model.queue.QueuePosition;
import dev.millrace.model.queue.Queues;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /jobs/{id}/why}: why a job does not run now. */
public final class WhyHandler {
    /** Past it the place in line is not counted out. */
    private static final int LONGEST_LINE = 10_000;

    private static final int SHOWN = 20;

    private final JobReader jobs;
    private final QueuePosition line;
    private final Queues queues;
    private final WorkerStore workers;

    public WhyHandler(JobReader jobs, QueuePosition line, Queues queues, WorkerStore workers) {
        this.jobs = jobs;
        this.queues = queues;
        this.line = line;
        this.workers = workers;
    }

    /** What keeps a job from running. */
    private enum Reason {
        ENDED,
        RUNNING,
        DELAYED,
        RETRY,
        QUEUE_PAUSED,
        NO_WORKER,
        SLOTS_BUSY,
        NEXT
    }

    /**
     * The answer.
     *
     * @param ahead jobs that go first; absent when the job is not in line
     * @param serving workers that could run it
     */
    private record Why(
            Reason reason, String message, @Nullable Integer ahead, List<Worker> serving) {
        static Why of(Reason reason, String message) {
            return new Why(reason, message, null, List.of());
        }
    }

    public void why(Context ctx) {
        Job job = jobs.get(ResourceId.of(ctx, "id", "job"));
        Why why = why(job);
        ObjectNode json = Json.object()
                .put("id", job.id().toString())
                .put("state", job.state().name())
                .put("reason", why.reason().name())
                .put("message", why.message())
                .put("ahead", why.ahead());
        ArrayNode serving = json.putArray("workers");
        why.serving().stream()
                .limit(SHOWN)
                .forEach(worker -> serving.addObject()
                        .put("id", worker.id().toString())
                        .put("name", worker.name())
                        .put("slots", worker.slots())
                        .put("busy", worker.jobs().size()));
        ArrayNode running = json.putArray("running");
        line.running(why.serving().stream().map(Worker::id).toList(), SHOWN)
                .forEach(other -> running.addObject()
                        .put("id", other.id().toString())
                        .put("tool", other.tool())
                        .put("startedAt", String.valueOf(other.startedAt())));
        JsonResponse.write(ctx, 200, json);
    }

    private Why why(Job job) {
        return switch (job.state()) {
            case SUCCEEDED, FAILED, CANCELLED -> Why.of(Reason.ENDED, "It has ended as " + job.state() + ".");
            case RUNNING ->
                Why.of(Reason.RUNNING, "It runs: attempt " + job.attempt() + " since " + job.startedAt() + ".");
            case SCHEDULED -> waitingForItsTime(job);
            case QUEUED -> waitingForASlot(job);
        };
    }

    private static Why waitingForItsTime(Job job) {
        Failure failure = job.failure();
        return failure == null
                ? Why.of(Reason.DELAYED, "It was asked to start at " + job.runAt() + ".")
                : Why.of(
                        Reason.RETRY,
                        "Attempt " + job.attempt() + " failed with " + failure.code() + "; the next may start at "
                                + job.runAt() + ".");
    }

    private Why waitingForASlot(Job job) {
        List<Worker> running = workers.list().stream()
                .filter(worker -> worker.state() == WorkerState.RUNNING)
                .toList();
        List<Worker> serving = running.stream()
                .filter(worker -> worker.queues().isEmpty() || worker.queues().contains(job.queue()))
                .toList();
        int ahead = line.ahead(job, LONGEST_LINE);
        if (queues.isPaused(job.queue())) {
            return new Why(Reason.QUEUE_PAUSED, "Queue " + job.queue() + " is paused.", ahead, serving);
        }
        if (serving.isEmpty()) {
            String others =
                    running.isEmpty() ? "no worker runs" : "the " + running.size() + " that run serve other queues";
            return new Why(
                    Reason.NO_WORKER, "No worker serves queue " + job.queue() + ": " + others + ".", ahead, serving);
        }
        int slots = serving.stream().mapToInt(Worker::slots).sum();
        int busy = serving.stream().mapToInt(worker -> worker.jobs().size()).sum();
        String first =
                ahead == 0 ? "it is next." : (ahead < LONGEST_LINE ? ahead + "" : "more than " + ahead) + " go first.";
        return busy >= slots
                ? new Why(
                        Reason.SLOTS_BUSY,
                        "All " + slots + " slots that serve queue " + job.queue() + " are busy; " + first,
                        ahead,
                        serving)
                : new Why(Reason.NEXT, "A slot is free; " + first, ahead, serving);
    }
}

package dev.millrace.api.rest.jobs;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.config.Durations;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.unique.UniquenessJson;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** A job as every answer that holds one writes it. */
public final class JobJson {
    private JobJson() {}

    /** The path under which the caller finds the job. */
    public static String path(UUID job, PublicAddress address) {
        return address.link("/api/v1/jobs/" + job);
    }

    /** @param address where the caller finds what the job's links lead to */
    public static ObjectNode of(Job job, PublicAddress address) {
        ObjectNode json = Json.object();
        json.put("id", job.id().toString())
                .put("tool", job.tool())
                .put("toolRevision", job.toolRevision())
                .put("state", job.state().name())
                .put("queue", job.queue())
                .put("priority", job.priority().text());
        json.putRawValue("parameters", new RawValue(job.parameters()));
        json.set("labels", Json.mapper().valueToTree(job.labels()));
        json.put("timeout", Durations.format(job.timeout()))
                .put("maxAttempts", job.maxAttempts())
                .put("attempt", job.attempt())
                .put("createdAt", job.createdAt().toString())
                .put("runAt", job.runAt().toString())
                .put("queuedAt", text(job.queuedAt()))
                .put("startedAt", text(job.startedAt()))
                .put("finishedAt", text(job.finishedAt()))
                .put("worker", text(job.worker()));
        json.set("progress", progress(job));
        json.set("error", error(job.failure()));
        json.put("submittedBy", job.submittedBy())
                .put("cancelRequested", job.cancelRequested())
                .put("cancelRequestedBy", job.cancelRequestedBy())
                .put("retryOf", text(job.retryOf()));
        json.set("unique", job.uniqueness() == null ? null : UniquenessJson.write(job.uniqueness()));
        json.set("links", links(path(job.id(), address)));
        return json;
    }

    public static ObjectNode of(Job job, List<Attempt> attempts, PublicAddress address) {
        ObjectNode json = of(job, address);
        attempts.forEach(attempt -> json.withArray("attempts").add(of(attempt)));
        if (attempts.isEmpty()) {
            json.putArray("attempts");
        }
        return json;
    }

    private static ObjectNode of(Attempt attempt) {
        ProcessUsage process = attempt.process();
        ObjectNode json = Json.object();
        json.put("number", attempt.number())
                .put("state", attempt.state().name())
                .put("worker", attempt.worker().toString())
                .put("host", attempt.host())
                .put("pid", process == null ? null : process.pid())
                .put("startedAt", attempt.startedAt().toString())
                .put("finishedAt", text(attempt.finishedAt()))
                .put("exitCode", attempt.exitCode())
                .put("signal", attempt.signal())
                .put("stopReason", text(attempt.stopReason()))
                .put("stoppedBy", attempt.stoppedBy())
                .put("survivors", attempt.survivors())
                .put(
                        "cpuTime",
                        process == null || process.cpuTime() == null ? null : Durations.format(process.cpuTime()))
                .put("peakMemory", process == null ? null : process.peakMemory())
                .put("outputBytes", process == null ? null : process.outputBytes());
        json.set("error", error(attempt.failure()));
        return json;
    }

    private static @Nullable ObjectNode progress(Job job) {
        return job.progress() == null
                ? null
                : Json.object()
                        .put("percent", job.progress().percent())
                        .put("message", job.progress().message());
    }

    private static @Nullable ObjectNode error(@Nullable Failure failure) {
        return failure == null
                ? null
                : Json.object().put("code", failure.code().name()).put("message", failure.message());
    }

    private static ObjectNode links(String self) {
        return Json.object()
                .put("self", self)
                .put("logs", self + "/logs")
                .put("events", self + "/events")
                .put("result", self + "/result")
                .put("artifacts", self + "/artifacts");
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}

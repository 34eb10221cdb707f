package dev.millrace.api.rest.statistics;

import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Query;
import dev.millrace.model.config.Durations;
import dev.millrace.model.history.Storage;
import dev.millrace.model.job.JobState;
import dev.millrace.model.json.Json;
import dev.millrace.model.lookup.JobStatistics;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerStore;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /workers}, {@code /stats} and {@code /stats/storage}. */
public final class StatisticsHandlers {
    private final JobStatistics statistics;
    private final WorkerStore workers;
    private final Storage storage;

    public StatisticsHandlers(JobStatistics statistics, WorkerStore workers, Storage storage) {
        this.statistics = statistics;
        this.workers = workers;
        this.storage = storage;
    }

    public void workers(Context ctx) {
        boolean current = Query.of(ctx).flag("current", false);
        List<Worker> listed = current ? workers.current() : workers.list();
        ObjectNode json = Json.object();
        json.putArray("items")
                .addAll(listed.stream().map(StatisticsHandlers::of).toList());
        JsonResponse.write(ctx, 200, json);
    }

    public void stats(Context ctx) {
        ObjectNode json = Json.object();
        ObjectNode jobs = json.putObject("jobs");
        long total = 0;
        for (Map.Entry<JobState, Long> state : statistics.states().entrySet()) {
            jobs.put(state.getKey().name().toLowerCase(Locale.ROOT), state.getValue());
            total += state.getValue();
        }
        jobs.put("total", total);
        json.putArray("tools")
                .addAll(statistics.tools().stream().map(StatisticsHandlers::of).toList());
        json.put("window", Durations.format(JobStatistics.WINDOW));
        JsonResponse.write(ctx, 200, json);
    }

    public void storage(Context ctx) {
        Storage.Figures figures = storage.figures();
        ObjectNode json = Json.object();
        ObjectNode database = json.putObject("database");
        figures.database().forEach(database::put);
        database.put(
                "total",
                figures.database().values().stream().mapToLong(Long::longValue).sum());
        json.put("artifactFiles", figures.artifactFiles());
        json.putObject("history")
                .put("retention", Durations.format(figures.retention()))
                .put("from", figures.from().toString())
                .put("slices", figures.slices());
        JsonResponse.write(ctx, 200, json);
    }

    private static ObjectNode of(Worker worker) {
        ObjectNode json = Json.object()
                .put("id", worker.id().toString())
                .put("name", worker.name())
                .put("host", worker.host())
                .put("pid", worker.pid())
                .put("version", worker.version())
                .put("state", worker.state().name())
                .put("slots", worker.slots())
                .put("busy", worker.jobs().size());
        json.set("queues", Json.mapper().valueToTree(worker.queues()));
        json.put("startedAt", worker.startedAt().toString())
                .put("seenAt", worker.seenAt().toString());
        json.set("jobs", Json.mapper().valueToTree(worker.jobs()));
        return json;
    }

    private static ObjectNode of(JobStatistics.ToolFigures tool) {
        return Json.object()
                .put("tool", tool.tool())
                .put("runs", tool.runs())
                .put("failures", tool.failures())
                .put("p50", format(tool.p50()))
                .put("p95", format(tool.p95()));
    }

    private static @Nullable String format(@Nullable Duration duration) {
        return duration == null ? null : Durations.format(duration);
    }
}

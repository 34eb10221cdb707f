package dev.millrace.api;

import static dev.millrace.api.http.route.Route.delete;
import static dev.millrace.api.http.route.Route.get;
import static dev.millrace.api.http.route.Route.post;
import static dev.millrace.api.http.route.Route.put;

import dev.millrace.api.health.HealthHandlers;
import dev.millrace.api.home.HomeHandler;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.rest.artifacts.ArtifactHandlers;
import dev.millrace.api.rest.events.EventHandlers;
import dev.millrace.api.rest.jobs.CancelHandler;
import dev.millrace.api.rest.jobs.LookupHandlers;
import dev.millrace.api.rest.jobs.SubmitHandlers;
import dev.millrace.api.rest.jobs.WhyHandler;
import dev.millrace.api.rest.jobs.bulk.BulkHandlers;
import dev.millrace.api.rest.logs.LogHandler;
import dev.millrace.api.rest.queues.QueueHandlers;
import dev.millrace.api.rest.statistics.StatisticsHandlers;
import dev.millrace.api.rest.tools.ToolHandlers;
import java.util.List;

/** Every route of the API in one table; the pages (dashboard, documentation) bring their own. */
final class Routes {
    private Routes() {}

    /** What answers about jobs, by what it does. */
    record JobHandlers(
            SubmitHandlers submit,
            BulkHandlers bulk,
            LookupHandlers lookup,
            WhyHandler why,
            CancelHandler cancel,
            ArtifactHandlers artifacts,
            LogHandler logs,
            EventHandlers events) {}

    static List<Route> jobs(JobHandlers jobs) {
        return List.of(
                post("/api/v1/jobs", jobs.submit::submit),
                post("/api/v1/jobs/bulk", jobs.bulk::submit, "atomic"),
                post("/api/v1/jobs/bulk/cancel", jobs.bulk::cancel, "state", "tool", "queue", "label", "q", "dryRun"),
                post("/api/v1/jobs/bulk/retry", jobs.bulk::retry, "state", "tool", "queue", "label", "q", "dryRun"),
                get("/api/v1/jobs", jobs.lookup::list, "state", "tool", "queue", "label", "q", "limit", "cursor"),
                get("/api/v1/jobs/{id}", jobs.lookup::one, "wait"),
                get("/api/v1/jobs/{id}/why", jobs.why::why),
                post("/api/v1/jobs/{id}/cancel", jobs.cancel::cancel),
                post("/api/v1/jobs/{id}/retry", jobs.submit::retry),
                get("/api/v1/jobs/{id}/result", jobs.lookup::result),
                get("/api/v1/jobs/{id}/artifacts", jobs.artifacts::list),
                get("/api/v1/jobs/{id}/artifacts/<name>", jobs.artifacts::get),
                get("/api/v1/jobs/{id}/logs", jobs.logs::get, "attempt", "after", "limit", "stream"),
                get("/api/v1/jobs/{id}/events", jobs.events::ofJob, "after", "limit"),
                get("/api/v1/events", jobs.events::all, "after"));
    }

    static List<Route> queues(QueueHandlers queues) {
        return List.of(
                get("/api/v1/queues", queues::list),
                get("/api/v1/queues/{name}", queues::one),
                post("/api/v1/queues/{name}/pause", queues::pause),
                post("/api/v1/queues/{name}/resume", queues::resume),
                post("/api/v1/queues/{name}/clear", queues::clear, "dryRun"));
    }

    static List<Route> others(ToolHandlers tools, StatisticsHandlers statistics, HealthHandlers health) {
        return List.of(
                get("/", new HomeHandler()::get),
                get("/api/v1/tools", tools::list),
                get("/api/v1/tools/{name}", tools::get),
                put("/api/v1/tools/{name}", tools::put),
                delete("/api/v1/tools/{name}", tools::delete),
                get("/api/v1/workers", statistics::workers, "current"),
                get("/api/v1/stats", statistics::stats),
                get("/api/v1/stats/storage", statistics::storage),
                get("/health/liveness", health::liveness),
                get("/health/readiness", health::readiness),
                get("/health/startup", health::startup),
                get("/health/detailed", health::detailed));
    }
}

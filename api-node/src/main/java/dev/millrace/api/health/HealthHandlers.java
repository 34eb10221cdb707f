package dev.millrace.api.health;

import dev.millrace.api.http.JsonResponse;
import dev.millrace.model.db.Database;
import dev.millrace.model.job.JobState;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.QueueStatistics;
import dev.millrace.model.updates.RedisPublisher;
import dev.millrace.model.updates.RedisSubscriber;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import io.javalin.http.Context;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code /health/…}: for those who decide whether to restart the node, to send it requests, or to get up at night. */
public final class HealthHandlers {
    private static final String UP = "UP";
    private static final String DOWN = "DOWN";
    private static final String DEGRADED = "DEGRADED";

    private final Surroundings surroundings;
    private final QueueStatistics statistics;
    private final WorkerStore workers;

    public HealthHandlers(
            Database database,
            RedisPublisher publisher,
            RedisSubscriber subscriber,
            QueueStatistics statistics,
            WorkerStore workers) {
        this.surroundings = new Surroundings(database, publisher, subscriber);
        this.statistics = statistics;
        this.workers = workers;
    }

    /** The process answers, so it lives; whether its surroundings do is no reason to restart it. */
    public void liveness(Context ctx) {
        answer(ctx, true);
    }

    /** Requests can be served: Postgres answers and has the schema. */
    public void readiness(Context ctx) {
        Surroundings.Postgres postgres = surroundings.postgres();
        answer(ctx, postgres.up() && postgres.migrated());
    }

    /** The node has started: it listens only once it has. */
    public void startup(Context ctx) {
        answer(ctx, true);
    }

    private static void answer(Context ctx, boolean up) {
        JsonResponse.write(ctx, up ? 200 : 503, Json.object().put("status", up ? UP : DOWN));
    }

    public void detailed(Context ctx) {
        Surroundings.Postgres postgres = surroundings.postgres();
        boolean redis = surroundings.redis();
        ObjectNode checks = Json.object();
        checks.putObject("postgres")
                .put("status", postgres.up() ? UP : DOWN)
                .put("latencyMs", postgres.latencyMillis());
        checks.putObject("redis").put("status", redis ? UP : DOWN);
        checks.putObject("migrations").put("status", postgres.migrated() ? UP : DOWN);
        boolean ready = postgres.up() && postgres.migrated();
        boolean served = ready && describeQueue(checks.putObject("queue"));
        String status = !ready ? DOWN : redis && served ? UP : DEGRADED;
        ObjectNode json = Json.object().put("status", status);
        json.set("checks", checks);
        JsonResponse.write(ctx, ready ? 200 : 503, json);
    }

    /** @return whether there is a worker to serve the queue */
    private boolean describeQueue(ObjectNode check) {
        Map<JobState, Long> states = statistics.states();
        long running = workers.list().stream()
                .filter(worker -> worker.state() == WorkerState.RUNNING)
                .count();
        check.put("status", running > 0 ? UP : DOWN)
                .put("queued", states.getOrDefault(JobState.QUEUED, 0L))
                .put("running", states.getOrDefault(JobState.RUNNING, 0L))
                .put("workers", running);
        return running > 0;
    }
}

package dev.millrace.api.health;

import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.db.Condition;
import dev.millrace.model.db.Database;
import dev.millrace.model.db.PostgresError;
import dev.millrace.model.job.JobState;
import dev.millrace.model.json.Json;
import dev.millrace.model.lookup.JobStatistics;
import dev.millrace.model.thread.NodeThreads;
import dev.millrace.model.updates.RedisPublisher;
import dev.millrace.model.updates.RedisSubscriber;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code /health/…}: for those who decide whether to restart the node, to send it requests, or to get up at night. */
public final class HealthHandlers {
    private static final String UP = "UP";
    private static final String DOWN = "DOWN";
    private static final String DEGRADED = "DEGRADED";

    private final Database database;
    private final RedisPublisher publisher;
    private final RedisSubscriber subscriber;
    private final JobStatistics statistics;
    private final WorkerStore workers;
    private final ArtifactStore artifacts;

    public HealthHandlers(
            Database database,
            RedisPublisher publisher,
            RedisSubscriber subscriber,
            JobStatistics statistics,
            WorkerStore workers,
            ArtifactStore artifacts) {
        this.database = database;
        this.publisher = publisher;
        this.subscriber = subscriber;
        this.artifacts = artifacts;
        this.statistics = statistics;
        this.workers = workers;
    }

    /** The process answers and all its threads get on; whether its surroundings do is no reason to restart it. */
    public void liveness(Context ctx) {
        answer(ctx, NodeThreads.unwell().isEmpty());
    }

    /** Requests can be served: the node is well, Postgres takes changes and has the schema, and artifacts can be read. */
    public void readiness(Context ctx) {
        answer(ctx, isReady(database.condition()));
    }

    private boolean isReady(Condition postgres) {
        return postgres.isUp()
                && postgres.migrated()
                && artifacts.isAccessible()
                && NodeThreads.unwell().isEmpty();
    }

    /** The node has started: it listens only once it has. */
    public void startup(Context ctx) {
        answer(ctx, true);
    }

    private static void answer(Context ctx, boolean up) {
        JsonResponse.write(ctx, up ? 200 : 503, Json.object().put("status", up ? UP : DOWN));
    }

    public void detailed(Context ctx) {
        Condition postgres = database.condition();
        Optional<String> redis = subscriber.problem().or(publisher::problem);
        ObjectNode checks = Json.object();
        check(checks, "postgres", Optional.ofNullable(postgres.problem()).map(PostgresError::words))
                .put("latencyMs", postgres.latencyMillis());
        check(checks, "redis", redis);
        ObjectNode migrations = checks.putObject("migrations").put("status", postgres.migrated() ? UP : DOWN);
        if (!postgres.isUp()) {
            migrations.put("detail", "is not known while Postgres is down");
        }
        check(checks, "artifacts", describeArtifacts());
        check(checks, "threads", describeThreads());
        boolean ready = isReady(postgres);
        boolean served = ready && describeQueue(checks.putObject("queue"));
        String status = !ready ? DOWN : redis.isEmpty() && served ? UP : DEGRADED;
        ObjectNode json = Json.object().put("status", status);
        json.set("checks", checks);
        JsonResponse.write(ctx, ready ? 200 : 503, json);
    }

    private static ObjectNode check(ObjectNode checks, String name, Optional<String> problem) {
        ObjectNode check = checks.putObject(name).put("status", problem.isEmpty() ? UP : DOWN);
        problem.ifPresent(detail -> check.put("detail", detail));
        return check;
    }

    private Optional<String> describeArtifacts() {
        return artifacts.isAccessible()
                ? Optional.empty()
                : Optional.of("cannot be read and written by this node's user");
    }

    private static Optional<String> describeThreads() {
        List<String> unwell = NodeThreads.unwell();
        return unwell.isEmpty()
                ? Optional.empty()
                : Optional.of("dead, hung or only failing: " + String.join(", ", unwell));
    }

    /** @return whether there is a worker to serve the queue */
    private boolean describeQueue(ObjectNode check) {
        try {
            return countQueue(check);
        } catch (RuntimeException e) {
            PostgresError passing = PostgresError.of(e).orElseThrow(() -> e);
            check.put("status", DOWN).put("detail", "Postgres " + passing.words());
            return false;
        }
    }

    private boolean countQueue(ObjectNode check) {
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

package dev.millrace.worker;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a worker is told by its environment.
 *
 * @param slots attempts at once
 * @param queues to serve; empty means all
 * @param drain how long running attempts may go on after TERM before they are stopped and given back
 * @param tools directory of the manifests, in which relative programs are found
 * @param scratch directory in which each attempt gets one of its own
 * @param heartbeatFile touched with every heartbeat that Postgres took, for health checks
 */
public record WorkerConfig(
        DatabaseSettings database,
        URI redis,
        int slots,
        List<String> queues,
        Duration drain,
        Path tools,
        Path scratch,
        Path artifacts,
        Path heartbeatFile) {

    public WorkerConfig {
        queues = List.copyOf(queues);
    }

    /** @throws dev.millrace.model.config.ConfigurationException listing all that is wrong */
    public static WorkerConfig from(Environment environment) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        WorkerConfig config = new WorkerConfig(
                environment.databaseSettings(),
                environment.uri(
                        "MILLRACE_REDIS_URL",
                        "redis://localhost:6379",
                        Set.of("redis", "rediss"),
                        "Redis, for hints and live updates"),
                environment.integer("MILLRACE_WORKER_SLOTS", 4, 1, 1_000, "Attempts that a worker runs at once"),
                environment.list("MILLRACE_WORKER_QUEUES", List.of(), "Queues that a worker serves; empty: all"),
                environment.duration(
                        "MILLRACE_WORKER_DRAIN",
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ofHours(24),
                        "How long running attempts may go on after TERM before they are stopped and given back"),
                environment.path("MILLRACE_TOOLS", Path.of("tools"), "Directory of the tool manifests"),
                environment.path(
                        "MILLRACE_SCRATCH",
                        temporary.resolve("millrace-scratch"),
                        "Directory in which each attempt gets a directory of its own"),
                environment.path(
                        "MILLRACE_ARTIFACTS",
                        Path.of("artifacts"),
                        "Directory in which artifacts are kept; API and worker nodes share it"),
                environment.path(
                        "MILLRACE_WORKER_HEARTBEAT_FILE",
                        temporary.resolve("millrace-worker.alive"),
                        "File that is touched with every heartbeat, for health checks"));
        environment.check();
        return config;
    }
}

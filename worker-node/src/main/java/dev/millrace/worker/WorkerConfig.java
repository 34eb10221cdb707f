package dev.millrace.worker;

import dev.millrace.model.config.Backends;
import dev.millrace.model.config.Environment;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.job.QueueName;
import dev.millrace.worker.jobrunr.JavaJobs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a worker is told by its environment.
 *
 * @param slots attempts at once
 * @param queues to serve; empty means all
 * @param ageing how long a job waits before it counts as ageing, see {@link dev.millrace.worker.queue.ClaimRotation}
 * @param drain how long running attempts may go on after TERM before they are stopped and given back
 * @param scratch directory in which each attempt gets one of its own
 * @param heartbeatFile touched with every heartbeat that Postgres took, for health checks
 * @param javaJobs the code of jobs of other programs, where this worker runs any
 */
public record WorkerConfig(
        Backends backends,
        int slots,
        List<String> queues,
        Duration ageing,
        Duration drain,
        SharedDirectories directories,
        Path scratch,
        Path heartbeatFile,
        JavaJobs javaJobs) {

    /** Long enough that who is urgent stays so in the ordinary case, short enough that nobody is forgotten. */
    public static final Duration DEFAULT_AGEING = Duration.ofMinutes(10);

    public WorkerConfig {
        queues = List.copyOf(queues);
    }

    /** @throws dev.millrace.model.config.ConfigurationException listing all that is wrong */
    public static WorkerConfig from(Environment environment) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        WorkerConfig config = new WorkerConfig(
                Backends.from(environment),
                environment.integer("MILLRACE_WORKER_SLOTS", 4, 1, 1_000, "Attempts that a worker runs at once"),
                queues(environment),
                environment.duration(
                        "MILLRACE_QUEUE_AGEING",
                        DEFAULT_AGEING,
                        Duration.ofSeconds(1),
                        Duration.ofDays(30),
                        "How long a job waits before it may be each tenth one that a worker claims, whatever its priority"),
                environment.duration(
                        "MILLRACE_WORKER_DRAIN",
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ofHours(24),
                        "How long running attempts may go on after TERM before they are stopped and given back"),
                SharedDirectories.from(environment),
                environment.path(
                        "MILLRACE_SCRATCH",
                        temporary.resolve("millrace-scratch"),
                        "Directory in which each attempt gets a directory of its own"),
                environment.path(
                        "MILLRACE_WORKER_HEARTBEAT_FILE",
                        temporary.resolve("millrace-worker.alive"),
                        "File that is touched with every heartbeat, for health checks"),
                JavaJobs.from(environment));
        environment.check();
        return config;
    }

    /** A name that no queue can have would leave the worker waiting for ever, and look healthy. */
    private static List<String> queues(Environment environment) {
        String name = "MILLRACE_WORKER_QUEUES";
        List<String> queues = environment.list(name, List.of(), "Queues that a worker serves; empty: all");
        for (String queue : queues) {
            if (!QueueName.isValid(queue)) {
                environment.reject(name, "\"" + queue + "\" is no queue; a name is of the form " + QueueName.FORM);
            }
        }
        return queues;
    }
}

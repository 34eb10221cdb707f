package dev.millrace.standalone.server;

import dev.millrace.model.config.Durations;
import dev.millrace.model.process.ProcessSecrets;
import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Workers in JVMs of their own. */
final class WorkerProcesses implements AutoCloseable {
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final List<WorkerProcess> workers = new ArrayList<>();

    private WorkerProcesses() {}

    static WorkerProcesses start(int count, WorkerConfig config) throws IOException {
        WorkerProcesses processes = new WorkerProcesses();
        try {
            for (int number = 1; number <= count; number++) {
                ProcessBuilder program = program(number, config);
                processes.workers.add(WorkerProcess.start(
                        "worker " + number,
                        program::start,
                        new RestartPause(SHORTEST_PAUSE, LONGEST_PAUSE),
                        line -> System.err.println("millrace: " + line)));
            }
            return processes;
        } catch (IOException e) {
            processes.close();
            throw e;
        }
    }

    private static ProcessBuilder program(int number, WorkerConfig config) {
        ProcessBuilder builder = new ProcessBuilder(
                // In a session of its own: Ctrl-C is for the program at the terminal, which stops its parts in order.
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                ProcessSecrets.NO_ATTACHING,
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerNode.class.getName());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        environment.put("MILLRACE_DATABASE_URL", config.backends().database().jdbcUrl());
        environment.put("MILLRACE_DATABASE_USER", config.backends().database().user());
        environment.put(
                "MILLRACE_DATABASE_PASSWORD", config.backends().database().password());
        environment.put("MILLRACE_REDIS_URL", config.backends().redis().toString());
        environment.put(
                "MILLRACE_START_WAIT", Durations.format(config.backends().startWait()));
        environment.put("MILLRACE_WORKER_SLOTS", Integer.toString(config.slots()));
        environment.put("MILLRACE_WORKER_QUEUES", String.join(",", config.queues()));
        environment.put("MILLRACE_QUEUE_AGEING", Durations.format(config.ageing()));
        environment.put("MILLRACE_WORKER_DRAIN", Durations.format(config.drain()));
        environment.put("MILLRACE_TOOLS", config.directories().tools().toString());
        environment.put("MILLRACE_ARTIFACTS", config.directories().artifacts().toString());
        environment.put("MILLRACE_SCRATCH", config.scratch().toString());
        environment.put("MILLRACE_WORKER_HEARTBEAT_FILE", config.heartbeatFile() + "." + number);
        environment.put("MILLRACE_LOG_LEVEL", System.getProperty("MILLRACE_LOG_LEVEL", "INFO"));
        return builder.inheritIO().redirectInput(new File("/dev/null"));
    }

    /** All at the same time: each of them may have something to end. */
    @Override
    public void close() {
        workers.forEach(WorkerProcess::stop);
        workers.forEach(WorkerProcess::close);
    }
}

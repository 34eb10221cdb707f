package dev.millrace.standalone.server;

import dev.millrace.worker.WorkerConfig;
import dev.millrace.worker.WorkerNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Workers in JVMs of their own. */
final class WorkerProcesses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Process> processes = new ArrayList<>();

    private WorkerProcesses() {}

    static WorkerProcesses start(int count, WorkerConfig config) throws IOException {
        WorkerProcesses workers = new WorkerProcesses();
        try {
            for (int number = 1; number <= count; number++) {
                workers.processes.add(startOne(number, config));
            }
            return workers;
        } catch (IOException e) {
            workers.close();
            throw e;
        }
    }

    private static Process startOne(int number, WorkerConfig config) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
        environment.put("MILLRACE_WORKER_SLOTS", Integer.toString(config.slots()));
        environment.put("MILLRACE_WORKER_DRAIN", config.drain().toSeconds() + "s");
        environment.put("MILLRACE_TOOLS", config.directories().tools().toString());
        environment.put("MILLRACE_SCRATCH", config.scratch().toString());
        environment.put("MILLRACE_ARTIFACTS", config.directories().artifacts().toString());
        environment.put("MILLRACE_WORKER_HEARTBEAT_FILE", config.heartbeatFile() + "." + number);
        environment.put("MILLRACE_LOG_LEVEL", System.getProperty("MILLRACE_LOG_LEVEL", "INFO"));
        return builder.inheritIO().redirectInput(new File("/dev/null")).start();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}

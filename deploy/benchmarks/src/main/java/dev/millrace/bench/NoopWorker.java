package dev.millrace.bench;

import dev.millrace.db.DatabaseSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own, which runs every tool as {@link Noop}. It ends with this process, too. */
final class NoopWorker implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private NoopWorker(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts the process, in which nothing works yet.
     *
     * @param scratch an empty directory of its own
     * @param arguments of {@link Noop}
     */
    static NoopWorker start(DatabaseSettings database, URI redis, int slots, Path scratch, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Noop.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder worker = new ProcessBuilder(command);
        worker.environment()
                .putAll(Map.of(
                        "MILLRACE_DATABASE_URL", database.jdbcUrl(),
                        "MILLRACE_DATABASE_USER", database.user(),
                        "MILLRACE_DATABASE_PASSWORD", database.password(),
                        "MILLRACE_REDIS_URL", redis.toString(),
                        "MILLRACE_WORKER_SLOTS", Integer.toString(slots),
                        "MILLRACE_TOOLS",
                                Files.createDirectory(scratch.resolve("tools")).toString(),
                        "MILLRACE_ARTIFACTS", scratch.resolve("artifacts").toString(),
                        "MILLRACE_SCRATCH", scratch.resolve("scratch").toString(),
                        "MILLRACE_WORKER_HEARTBEAT_FILE",
                                scratch.resolve("alive").toString()));
        return new NoopWorker(
                worker.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Lets it take jobs. */
    void work() throws IOException {
        tell(Noop.WORK);
    }

    /** Lets it take no more; returns when it has signed off. */
    void rest() throws IOException {
        tell(Noop.REST);
    }

    /** When the next run began, in microseconds since 1970; of a worker that says so. */
    long awaitStamp() throws IOException {
        return Long.parseLong(answers.readLine());
    }

    private void tell(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        String answer = answers.readLine();
        if (!Noop.DONE.equals(answer)) {
            throw new BenchException("The worker answered " + answer + " to " + command);
        }
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

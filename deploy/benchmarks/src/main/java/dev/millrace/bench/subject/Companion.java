package dev.millrace.bench.subject;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of one of the benchmark's own programs. It is told what to do in lines, answers in lines, and ends when there
 * are no more: with this process, at the latest.
 */
public final class Companion implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private Companion(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "companion");
        reader.setDaemon(true);
        reader.start();
    }

    /** At once, whether anybody listens or not: the program must not wait for room in a pipe. */
    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            // Closed from here.
        } finally {
            lines.add(Optional.empty());
        }
    }

    /**
     * Starts one.
     *
     * @param program has a main method
     */
    public static Companion start(Class<?> program, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new Companion(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Returns the answer. */
    public String ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        return listen();
    }

    /** Waits for the next line. */
    public String listen() {
        try {
            return lines.take()
                    .orElseThrow(() -> new BenchException(
                            "A process of the benchmark ended too early; what it said stands above"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted");
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

package dev.millrace.test;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node; what it prints goes to a file. */
public final class NodeProcess {
    private static final long PATIENCE_SECONDS = 60;
    private static final long LOOK_MILLIS = 20;

    private final Process process;
    private final Path log;

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** @param environment in addition to this JVM's, of which nothing named {@code MILLRACE_…} is passed on */
    public static NodeProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        builder.environment().putAll(environment);
        return new NodeProcess(builder.start(), log);
    }

    /**
     * Waits until it has printed something that matches; returns the first group.
     *
     * @throws IOException when it ends before, or takes more than a minute
     */
    public String awaitOutput(Pattern pattern) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            boolean alive = process.isAlive();
            Matcher matcher = pattern.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
            if (matcher.find()) {
                return matcher.group(1);
            }
            if (!alive || System.nanoTime() > deadline) {
                throw new IOException("A node did not start; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends {@code STOP}, {@code CONT} or {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Sends KILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends TERM, and KILL when it takes too long; returns the exit status. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Sends KILL without waiting. */
    public void abandon() {
        process.destroyForcibly();
    }
}

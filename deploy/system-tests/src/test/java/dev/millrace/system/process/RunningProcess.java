package dev.millrace.system.process;

import static dev.millrace.test.Eventually.eventually;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process; what it prints goes to a file that stays for whoever wants to know why a test failed. */
public final class RunningProcess implements AutoCloseable {
    private static final Path LOGS = Path.of("target/process-logs").toAbsolutePath();
    private static final AtomicInteger STARTED = new AtomicInteger();

    /** For a broken program, not for a slow machine. */
    private static final long LIMIT_SECONDS = 90;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread lastResort;

    private RunningProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.lastResort = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Starts one of the built programs. */
    public static RunningProcess start(Jar jar, Map<String, String> environment) {
        return start(List.of(), jar, environment);
    }

    /** The same, by way of other programs that execute it in their place. */
    public static RunningProcess start(List<String> programs, Jar jar, Map<String, String> environment) {
        List<String> command = new ArrayList<>(programs);
        command.addAll(jar.command());
        return start(jar.name().toLowerCase(java.util.Locale.ROOT), command, environment);
    }

    /** @param environment in addition to this JVM's, of which nothing named {@code MILLRACE_…} is passed on */
    public static RunningProcess start(String name, List<String> command, Map<String, String> environment) {
        try {
            Path log = Files.createDirectories(LOGS).resolve("%03d-%s.log".formatted(STARTED.incrementAndGet(), name));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("MILLRACE_"));
            builder.environment().putAll(environment);
            return new RunningProcess(log.getFileName().toString(), builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public List<ProcessHandle> children() {
        return process.children().toList();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Standard output and standard error together, so far. */
    public String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process has printed something that matches. */
    public MatchResult awaitOutput(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        Matcher found = eventually(
                name + " prints " + pattern,
                () -> {
                    boolean ended = !process.isAlive();
                    Matcher matcher = compiled.matcher(output());
                    if (!matcher.find() && ended) {
                        throw new AssertionError(name + " ended before it printed " + pattern + ":\n" + output());
                    }
                    return matcher;
                },
                matcher -> matcher.reset().find());
        return found.toMatchResult();
    }

    /** Waits for the end of the process; returns its exit status. */
    public int awaitExit() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end; it printed:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends TERM without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** Stops it in its tracks, but not what it has started: its connections stay open, and it does nothing. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on after {@link #freeze()}. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError(name + " cannot be sent " + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends KILL, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Whatever happened, the process is gone afterwards. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }

    @Override
    public String toString() {
        return name;
    }
}

package dev.millrace.worker.runtime.process.spawn;

import dev.millrace.worker.runtime.ExhaustedException;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.program.SystemPath;
import dev.millrace.worker.runtime.process.tree.ProcessMark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts programs through two of util-linux, each of which prepares its process and then executes the rest in place. It
 * works on every Linux, and costs two executions more than {@link NativeSpawner}.
 */
public final class LauncherSpawner implements Spawner {
    private final Path setsid;
    private final Path prlimit;

    /** @throws IllegalStateException if a program is missing */
    public LauncherSpawner() {
        this.setsid = required("setsid");
        this.prlimit = required("prlimit");
    }

    private static Path required(String program) {
        return SystemPath.find(program, SystemPath.DEFAULT)
                .orElseThrow(() -> new IllegalStateException("A worker needs the program " + program
                        + " (package util-linux), which is not in " + SystemPath.DEFAULT + "."));
    }

    @Override
    public Spawned start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path input,
            Marking marking,
            Stop stop)
            throws IOException {
        ProcessMark mark = marking.next(environment);
        List<String> launched = new ArrayList<>();
        if (mark instanceof ProcessMark.Limit limit) {
            launched.add(prlimit.toString());
            launched.add("--rttime=" + limit.microseconds() + ":" + limit.microseconds());
        }
        launched.add(setsid.toString());
        launched.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(launched)
                .directory(directory.toFile())
                // A file as standard input needs no thread to write it and blocks nobody, read or not.
                .redirectInput(input.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Spawner.check(stop);
        return new Spawned(start(builder), mark, () -> false);
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            if (Exhaustion.is(e)) {
                throw new ExhaustedException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }
}

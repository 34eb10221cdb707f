package dev.millrace.worker.runtime.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A small process beside the worker that kills the worker's tools if the worker dies without having done so itself: killed,
 * out of memory, crashed. Else they would go on while their jobs run again elsewhere. It waits for the end of its standard
 * input, which the kernel closes with the worker, and finds the tools by their environment; one that has cleared its own
 * escapes.
 */
public final class DeathWatch implements AutoCloseable {
    /** Several rounds, because a process may fork while it is being looked for. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            while read -r line; do :; done
            for round in 1 2 3 4 5; do
                for file in $(grep -lszF -- "MILLRACE_RESULT=$1/" /proc/[0-9]*/environ); do
                    pid=${file#/proc/}
                    kill -KILL "${pid%/environ}" 2>/dev/null
                done
                sleep 0.1
            done
            """;

    private final Process process;

    private DeathWatch(Process process) {
        this.process = process;
    }

    /**
     * Starts watching over the tools whose attempt directories are below this one.
     *
     * @throws IOException when there is no {@code sh}
     */
    public static DeathWatch over(Path scratch) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, "millrace-death-watch", scratch.toString()));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", SystemPath.DEFAULT);
        File nowhere = new File("/dev/null");
        return new DeathWatch(builder.directory(new File("/"))
                .redirectOutput(nowhere)
                .redirectError(nowhere)
                .start());
    }

    /** Call it when no tool runs any more. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}

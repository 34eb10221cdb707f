package dev.millrace.worker.runtime;

import dev.millrace.worker.runtime.scratch.AttemptDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, ready to start.
 *
 * @param attempt from 1
 * @param command the argument vector as it shall arrive, at least the program; placeholders are already filled in
 * @param environment what the tool declares, added to the clean environment
 * @param parameters the whole parameter object as JSON
 * @param home absolute directory of the tool's manifest, where it has one: a program with a slash is relative to it
 * @param directory of this attempt alone; to be made by the runtime that needs it
 * @param timeout from the start of the program; longer than 0
 * @param grace between TERM and KILL; 0 or longer
 */
public record Launch(
        UUID jobId,
        int attempt,
        List<String> command,
        Map<String, String> environment,
        String parameters,
        @Nullable Path home,
        AttemptDirectory directory,
        Duration timeout,
        Duration grace) {

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}

package dev.millrace.model.tool;

import dev.millrace.model.job.Priority;
import dev.millrace.model.job.Uniqueness;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checked tool definition.
 *
 * @param name {@code [a-z0-9-]}, 1 to 63 characters
 * @param parameters JSON Schema 2020-12 of an object
 * @param result JSON Schema 2020-12 of the result, where the tool has one
 * @param timeout of one attempt, 1 ms to 7 days
 * @param grace between TERM and KILL, 0 to 10 minutes
 * @param retention of jobs after their end, 1 hour to 3,650 days; absent where the node's holds
 * @param unique which of its jobs stand for others like them; absent where none does
 * @param home directory of the manifest below the tools directory, where the definition came from one: a command that
 *     starts with {@code ./} is relative to it
 */
public record ToolDefinition(
        String name,
        String description,
        List<String> tags,
        ObjectNode parameters,
        @Nullable ObjectNode result,
        ProcessRun run,
        Duration timeout,
        Duration grace,
        RetryPolicy retry,
        String queue,
        Priority priority,
        @Nullable Duration retention,
        @Nullable Uniqueness unique,
        @Nullable String home) {

    public ToolDefinition {
        tags = List.copyOf(tags);
    }
}

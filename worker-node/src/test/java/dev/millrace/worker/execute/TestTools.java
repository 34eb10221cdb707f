package dev.millrace.worker.execute;

import dev.millrace.model.job.Priority;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.Backoff;
import dev.millrace.model.tool.ProcessRun;
import dev.millrace.model.tool.RetryPolicy;
import dev.millrace.model.tool.ToolDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Definitions of the tool {@code count}: its one parameter is {@code name}, and after exit 4 it is tried again. */
final class TestTools {
    /** Between its second attempt and the third. */
    static final Duration SECOND_WAIT = Duration.ofSeconds(2);

    private TestTools() {}

    private static ObjectNode parameters() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject("name").put("type", "string");
        return schema;
    }

    static ToolDefinition of(ObjectNode resultSchema, String home, String... command) {
        return new ToolDefinition(
                "count",
                "",
                List.of(),
                parameters(),
                resultSchema,
                new ProcessRun(List.of(command), Map.of()),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                new RetryPolicy(
                        3, new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), 0), Set.of(4, 137), Set.of(11)),
                "default",
                Priority.NORMAL,
                null,
                null,
                home);
    }

    static ToolDefinition script(String script, String... arguments) {
        String[] command = new String[4 + arguments.length];
        command[0] = "/bin/sh";
        command[1] = "-c";
        command[2] = script;
        command[3] = "count";
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return of(null, null, command);
    }
}

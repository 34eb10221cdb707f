package dev.millrace.standalone.client.run;

import dev.millrace.standalone.client.exit.ClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the job shall run, where that differs from what the tool says. The server checks the values. */
final class SubmissionOptions {
    @Option(names = "--queue", paramLabel = "NAME", description = "Queue (default: the tool's).")
    private @Nullable String queue;

    @Option(names = "--priority", paramLabel = "PRIORITY", description = "critical, high, normal or low.")
    private @Nullable String priority;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "Limit of one attempt, such as 90s or 1h30m.")
    private @Nullable String timeout;

    @Option(names = "--delay", paramLabel = "DURATION", description = "Start no sooner than this from now.")
    private @Nullable String delay;

    @Option(names = "--max-attempts", paramLabel = "N", description = "1 for no retry.")
    private @Nullable Integer maxAttempts;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label to find the job by; repeatable.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--unique",
            paramLabel = "WHILE",
            description = "Only if there is no job like it: queued, running, or for a time such as 1h.")
    private @Nullable String unique;

    @Option(
            names = "--unique-by",
            paramLabel = "WHAT",
            split = ",",
            description = "What is alike: tool, parameters, parameters.NAME, queue, labels (default: tool,parameters).")
    private List<String> uniqueBy = new ArrayList<>();

    @Option(
            names = "--idempotency-key",
            paramLabel = "KEY",
            description = "The same key and the same request give the same job, however often they are sent.")
    private @Nullable String idempotencyKey;

    ObjectNode request(String tool, ObjectNode parameters) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("tool", tool).set("parameters", parameters);
        putIfGiven(request, "queue", queue);
        putIfGiven(request, "priority", priority);
        putIfGiven(request, "timeout", timeout);
        putIfGiven(request, "delay", delay);
        if (maxAttempts != null) {
            request.put("maxAttempts", maxAttempts);
        }
        if (!labels.isEmpty()) {
            labels.forEach(request.putObject("labels")::put);
        }
        if (unique != null) {
            ObjectNode rule = request.putObject("unique").put("while", unique);
            if (!uniqueBy.isEmpty()) {
                uniqueBy.forEach(rule.putArray("by")::add);
            }
        } else if (!uniqueBy.isEmpty()) {
            throw ClientException.usage("--unique-by says nothing without --unique");
        }
        return request;
    }

    private static void putIfGiven(ObjectNode request, String name, @Nullable String value) {
        if (value != null) {
            request.put(name, value);
        }
    }

    Map<String, String> headers() {
        return idempotencyKey == null ? Map.of() : Map.of("Idempotency-Key", idempotencyKey);
    }
}

package dev.millrace.model.tool.manifest;

import dev.millrace.model.config.Durations;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.Backoff;
import dev.millrace.model.tool.RetryPolicy;
import dev.millrace.model.tool.Signals;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.yaml.PlainScalar;
import dev.millrace.model.unique.UniquenessJson;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tool definitions as JSON: read with every check, and written with every default spelled out. */
public final class ToolDefinitionJson {
    private static final String HOME = "home";

    private ToolDefinitionJson() {}

    /**
     * Reads and checks a definition, schemas included.
     *
     * @param home directory of the manifest below the tools directory, or null where the definition has none: then its
     *     program must be absolute or found on the path
     * @throws MillraceException {@code INVALID_TOOL} with every violation; a key that is not known is one
     */
    public static ToolDefinition read(JsonNode document, @Nullable String home) {
        ToolReader reader = new ToolReader(document, home);
        ToolDefinition tool = reader.read();
        if (!reader.violations().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.INVALID_TOOL,
                    "The tool definition is not valid.",
                    reader.violations().stream()
                            .map(violation -> Quotes.advised(document, violation))
                            .toList());
        }
        return tool;
    }

    /** The name that a document, perhaps of YAML, gives its tool; empty when it gives none. */
    public static Optional<String> name(JsonNode document) {
        return PlainScalar.text(document.get("name"));
    }

    /**
     * Reads what {@link #write} wrote, home included. Never for a document from outside: whoever sets the home says
     * which directory programs come from.
     *
     * @throws MillraceException {@code INVALID_TOOL} when the document breaks the rules all the same
     */
    public static ToolDefinition readStored(ObjectNode document) {
        ObjectNode rest = document.deepCopy();
        JsonNode home = rest.remove(HOME);
        return read(rest, home == null || home.isNull() ? null : home.asString());
    }

    /** The definition with every default spelled out, always in the same order; {@code home} where there is one. */
    public static ObjectNode write(ToolDefinition tool) {
        ObjectNode document = Json.mapper().createObjectNode();
        document.put("name", tool.name()).put("description", tool.description());
        tool.tags().forEach(document.putArray("tags")::add);
        document.set("parameters", tool.parameters().deepCopy());
        ObjectNode result = tool.result();
        document.set("result", result == null ? document.nullNode() : result.deepCopy());
        ObjectNode run = document.putObject("run");
        tool.run().command().forEach(run.putArray("command")::add);
        ObjectNode environment = run.putObject("environment");
        new TreeMap<>(tool.run().environment()).forEach(environment::put);
        document.put("timeout", Durations.format(tool.timeout())).put("grace", Durations.format(tool.grace()));
        writeRetry(tool.retry(), document.putObject("retry"));
        document.put("queue", tool.queue()).put("priority", tool.priority().text());
        if (tool.retention() != null) {
            document.put("retention", Durations.format(tool.retention()));
        }
        if (tool.unique() != null) {
            document.set("unique", UniquenessJson.write(tool.unique()));
        }
        if (tool.home() != null) {
            document.put(HOME, tool.home());
        }
        return document;
    }

    private static void writeRetry(RetryPolicy retry, ObjectNode document) {
        Backoff backoff = retry.backoff();
        document.put("maxAttempts", retry.maxAttempts())
                .putObject("backoff")
                .put("initial", Durations.format(backoff.initial()))
                .put("factor", backoff.factor())
                .put("max", Durations.format(backoff.max()))
                .put("jitter", backoff.jitter());
        ArrayNode codes = document.putArray("onExit");
        new TreeSet<>(retry.onExit()).forEach(codes::add);
        // Left out where there is none: nodes of the version before do not know it.
        if (!retry.onSignal().isEmpty()) {
            ArrayNode signals = document.putArray("onSignal");
            new TreeSet<>(retry.onSignal()).stream().map(Signals::name).forEach(signals::add);
        }
    }
}

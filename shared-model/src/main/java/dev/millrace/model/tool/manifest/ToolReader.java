package dev.millrace.model.tool.manifest;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.history.Retention;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.schema.JsonSchema;
import dev.millrace.model.tool.schema.ParameterSchema;
import dev.millrace.model.unique.UniqueKeys;
import dev.millrace.model.unique.UniquenessJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One reading of one tool definition: the schema goes first, then what it cannot say. Where something is wrong, a
 * violation is noted, and the reading goes on with the default.
 */
final class ToolReader {
    static final Duration LONGEST = Duration.ofDays(7);

    private static final int MAX_DESCRIPTION = 2_000;

    private final Findings findings = new Findings();
    private final JsonNode written;
    private final Section tool;
    private final @Nullable String home;

    ToolReader(JsonNode document, @Nullable String home) {
        this.written = document;
        this.tool = new Section(ManifestSchema.check(document, findings), "", findings);
        this.home = home;
    }

    List<Violation> violations() {
        return findings.violations();
    }

    ToolDefinition read() {
        ObjectNode parameters = parameters();
        return new ToolDefinition(
                tool.text("name", ""),
                description(),
                tool.list("tags").stream().map(tag -> tag.asString("")).toList(),
                parameters,
                result(),
                new RunRules(tool.section("run"), properties(parameters), home).read(),
                tool.duration("timeout", Duration.ofHours(1), Duration.ofMillis(1), LONGEST),
                tool.duration("grace", Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(10)),
                new RetryRules(tool.section("retry")).read(),
                tool.text("queue", "default"),
                Priority.of(tool.text("priority", "")).orElse(Priority.NORMAL),
                retention(),
                unique(parameters),
                home);
    }

    private String description() {
        String description = tool.text("description", "");
        // A schema counts a character outside of the basic plane once.
        if (description.length() > MAX_DESCRIPTION) {
            tool.reject("description", "must be at most " + MAX_DESCRIPTION + " characters long");
        }
        return description;
    }

    private @Nullable Duration retention() {
        return tool.has("retention")
                ? tool.duration("retention", Retention.USUAL, Retention.SHORTEST, Retention.LONGEST)
                : null;
    }

    private @Nullable Uniqueness unique(ObjectNode parameters) {
        if (!tool.has("unique")) {
            return null;
        }
        List<Violation> violations = new ArrayList<>();
        Uniqueness rule = UniquenessJson.read(tool.get("unique"), tool.pointerTo("unique"), violations);
        findings.addAll(violations);
        if (rule != null) {
            UniqueKeys.unknownParameters(rule, properties(parameters))
                    .forEach(name -> tool.reject("unique", "names " + name + ", which is no property of parameters"));
        }
        return rule;
    }

    private ObjectNode parameters() {
        Optional<ObjectNode> schema = schema("parameters");
        schema.ifPresent(present -> compile("parameters", present, ParameterSchema::of));
        return schema.orElseGet(ToolReader::noParameters);
    }

    private static ObjectNode noParameters() {
        ObjectNode schema = Json.mapper().createObjectNode().put("type", "object");
        schema.putObject("properties");
        return schema.put("additionalProperties", false);
    }

    private @Nullable ObjectNode result() {
        Optional<ObjectNode> schema = schema("result");
        schema.ifPresent(present -> compile("result", present, JsonSchema::of));
        return schema.orElse(null);
    }

    private Optional<ObjectNode> schema(String key) {
        findings.addAll(Quotes.missingIn(written.path(key), tool.pointerTo(key)));
        return tool.object(key);
    }

    private void compile(String key, ObjectNode schema, Consumer<ObjectNode> compiler) {
        try {
            compiler.accept(schema);
        } catch (MillraceException e) {
            String place = tool.pointerTo(key);
            e.violations().forEach(inside -> findings.add(place + inside.pointer(), inside.message()));
        }
    }

    private static Set<String> properties(ObjectNode schema) {
        return new LinkedHashSet<>(schema.path("properties").propertyNames());
    }
}

package dev.millrace.model.tool.manifest;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.history.Retention;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.QueueName;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.ProcessRun;
import dev.millrace.model.tool.RetryPolicy;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One reading of one tool definition. Where something is wrong it notes a violation and goes on with the default. */
final class ToolReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern TAG = Pattern.compile("[a-z0-9._-]{1,63}");
    private static final int MAX_DESCRIPTION = 2_000;
    private static final int MAX_TAGS = 20;
    static final Duration LONGEST = Duration.ofDays(7);

    private final List<Violation> violations = new ArrayList<>();
    private final Section tool;
    private final @Nullable String home;

    ToolReader(JsonNode document, @Nullable String home) {
        this.tool = new Section(document, "", violations);
        this.home = home;
    }

    List<Violation> violations() {
        return violations;
    }

    ToolDefinition read() {
        String name = name();
        String description = description();
        List<String> tags = tags();
        ObjectNode parameters = parameters();
        ObjectNode result = result();
        ProcessRun run = new RunRules(tool.section("run"), properties(parameters), home).read();
        Duration timeout = tool.duration("timeout", Duration.ofHours(1), Duration.ofMillis(1), LONGEST);
        Duration grace = tool.duration("grace", Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(10));
        RetryPolicy retry = new RetryRules(tool.section("retry")).read();
        String queue = tool.name("queue", "default", QueueName.FORM);
        Priority priority = priority();
        Duration retention = retention();
        Uniqueness unique = unique(parameters);
        tool.end();
        return new ToolDefinition(
                name,
                description,
                tags,
                parameters,
                result,
                run,
                timeout,
                grace,
                retry,
                queue,
                priority,
                retention,
                unique,
                home);
    }

    private @Nullable Duration retention() {
        return tool.has("retention")
                ? tool.duration("retention", Retention.USUAL, Retention.SHORTEST, Retention.LONGEST)
                : null;
    }

    private @Nullable Uniqueness unique(ObjectNode parameters) {
        Uniqueness rule = tool.texts("unique")
                .map(node -> UniquenessJson.read(node, tool.pointerTo("unique"), violations))
                .orElse(null);
        if (rule != null) {
            List<String> unknown = UniqueKeys.unknownParameters(rule, properties(parameters));
            unknown.forEach(name -> tool.reject("unique", "names " + name + ", which is no property of parameters"));
        }
        return rule;
    }

    private String name() {
        if (!tool.has("name")) {
            tool.reject("name", "is required");
            return "unnamed";
        }
        return tool.name("name", "unnamed", NAME);
    }

    private String description() {
        String description = tool.text("description").orElse("");
        if (description.length() > MAX_DESCRIPTION) {
            tool.reject("description", "must be at most " + MAX_DESCRIPTION + " characters long");
        }
        return description;
    }

    private List<String> tags() {
        List<JsonNode> items = tool.textList("tags", MAX_TAGS);
        Set<String> tags = new LinkedHashSet<>();
        for (int i = 0; i < items.size(); i++) {
            String tag = items.get(i).asString("");
            if (!TAG.matcher(tag).matches()) {
                tool.reject("tags", i, "must match " + TAG);
            } else if (!tags.add(tag)) {
                tool.reject("tags", i, "is there twice");
            }
        }
        return List.copyOf(tags);
    }

    private ObjectNode parameters() {
        Optional<ObjectNode> schema = schema("parameters");
        schema.ifPresent(present -> compile("parameters", present, ParameterSchema::of));
        return schema.map(ObjectNode::deepCopy).orElseGet(ToolReader::noParameters);
    }

    private static ObjectNode noParameters() {
        ObjectNode schema = Json.mapper().createObjectNode().put("type", "object");
        schema.putObject("properties");
        return schema.put("additionalProperties", false);
    }

    private @Nullable ObjectNode result() {
        Optional<ObjectNode> schema = schema("result");
        schema.ifPresent(present -> compile("result", present, JsonSchema::of));
        return schema.map(ObjectNode::deepCopy).orElse(null);
    }

    private Optional<ObjectNode> schema(String key) {
        tool.raw(key).ifPresent(schema -> violations.addAll(Quotes.missingIn(schema, tool.pointerTo(key))));
        return tool.object(key);
    }

    private void compile(String key, ObjectNode schema, Consumer<ObjectNode> compiler) {
        try {
            compiler.accept(schema);
        } catch (MillraceException e) {
            String place = tool.pointerTo(key);
            e.violations().forEach(inside -> violations.add(new Violation(place + inside.pointer(), inside.message())));
        }
    }

    private static Set<String> properties(ObjectNode schema) {
        return new LinkedHashSet<>(schema.path("properties").propertyNames());
    }

    private Priority priority() {
        String text = tool.text("priority").orElse("normal");
        Optional<Priority> priority = Priority.of(text);
        if (priority.isEmpty()) {
            tool.reject("priority", "must be critical, high, normal or low");
        }
        return priority.orElse(Priority.NORMAL);
    }
}

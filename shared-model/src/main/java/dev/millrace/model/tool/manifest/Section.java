package dev.millrace.model.tool.manifest;

import dev.millrace.model.config.Durations;
import dev.millrace.model.json.Json;
import dev.millrace.model.json.Pointers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a document that its schema has been through. A value of a wrong type is read as the default; any other value
 * is read as it is. So the rules beyond the schema can be checked all the same, and {@link Findings} lets no place be
 * reported twice.
 */
final class Section {
    private final ObjectNode object;
    private final String pointer;
    private final Findings findings;

    Section(JsonNode node, String pointer, Findings findings) {
        this.object = node instanceof ObjectNode found ? found : Json.object();
        this.pointer = pointer;
        this.findings = findings;
    }

    boolean has(String key) {
        return object.has(key);
    }

    JsonNode get(String key) {
        return object.path(key);
    }

    Section section(String key) {
        return new Section(object.path(key), pointerTo(key), findings);
    }

    Optional<ObjectNode> object(String key) {
        return Optional.of(object.path(key)).filter(JsonNode::isObject).map(ObjectNode.class::cast);
    }

    String text(String key, String defaultText) {
        JsonNode value = object.path(key);
        return value.isString() ? value.stringValue() : defaultText;
    }

    Duration duration(String key, Duration defaultDuration, Duration min, Duration max) {
        if (!object.path(key).isString()) {
            return defaultDuration;
        }
        try {
            Duration duration = Durations.parse(object.path(key).stringValue());
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
            reject(key, "must be " + Durations.format(min) + " to " + Durations.format(max));
        } catch (IllegalArgumentException e) {
            reject(key, "is " + e.getMessage());
        }
        return defaultDuration;
    }

    double number(String key, double defaultNumber) {
        JsonNode value = object.path(key);
        // One that no double holds becomes infinite; the schema has found it out of bounds.
        return value.isNumber() ? value.decimalValue().doubleValue() : defaultNumber;
    }

    /** The elements of an array, or none. */
    List<JsonNode> list(String key) {
        return object.path(key).isArray() ? new ArrayList<>(object.path(key).values()) : List.of();
    }

    void reject(String key, String message) {
        findings.add(pointerTo(key), message);
    }

    void reject(String key, int index, String message) {
        findings.add(Pointers.child(pointerTo(key), index), message);
    }

    String pointerTo(String key) {
        return Pointers.child(pointer, key);
    }
}

package dev.millrace.model.tool.manifest;

import dev.millrace.model.config.Durations;
import dev.millrace.model.config.Spelling;
import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Json;
import dev.millrace.model.json.Pointers;
import dev.millrace.model.tool.yaml.PlainScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a document that is being read. Each reader notes what is wrong and returns the default, so that one
 * reading finds every violation. A key whose value is null counts as absent.
 */
final class Section {
    private final ObjectNode object;
    private final String pointer;
    private final List<Violation> violations;
    private final Set<String> known = new LinkedHashSet<>();

    Section(JsonNode node, String pointer, List<Violation> violations) {
        this.pointer = pointer;
        this.violations = violations;
        if (node instanceof ObjectNode found) {
            object = found;
        } else {
            object = Json.mapper().createObjectNode();
            violations.add(new Violation(pointer, "must be an object"));
        }
    }

    boolean has(String key) {
        return raw(key).isPresent();
    }

    /** As it was written: a scalar of YAML without quotes is neither text nor value yet. */
    Optional<JsonNode> raw(String key) {
        known.add(key);
        return Optional.ofNullable(object.get(key)).filter(value -> !value.isNull());
    }

    /** With every scalar in it as its value. */
    Optional<JsonNode> value(String key) {
        return raw(key).map(value -> PlainScalar.values(value, pointerTo(key), violations));
    }

    /** A value in which every scalar is meant as text. */
    Optional<JsonNode> texts(String key) {
        return raw(key).map(PlainScalar::texts);
    }

    Section section(String key) {
        JsonNode value = raw(key).orElseGet(() -> Json.mapper().createObjectNode());
        return new Section(value, pointerTo(key), violations);
    }

    Optional<ObjectNode> object(String key) {
        return object(key, value(key));
    }

    /** An object whose members are meant as text. */
    Optional<ObjectNode> textObject(String key) {
        return object(key, texts(key));
    }

    private Optional<ObjectNode> object(String key, Optional<JsonNode> value) {
        if (value.isPresent() && !value.get().isObject()) {
            reject(key, "must be an object");
        }
        return value.filter(JsonNode::isObject).map(ObjectNode.class::cast);
    }

    Optional<String> text(String key) {
        Optional<JsonNode> value = raw(key);
        Optional<String> text = PlainScalar.text(value.orElse(null));
        if (value.isPresent() && text.isEmpty()) {
            reject(key, "must be a string");
        }
        return text;
    }

    String name(String key, String defaultName, Pattern pattern) {
        String name = text(key).orElse(defaultName);
        if (!pattern.matcher(name).matches()) {
            reject(key, "must match " + pattern);
            return defaultName;
        }
        return name;
    }

    Duration duration(String key, Duration defaultDuration, Duration min, Duration max) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return defaultDuration;
        }
        try {
            Duration duration = Durations.parse(text.get());
            if (duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0) {
                return duration;
            }
            reject(key, "must be " + Durations.format(min) + " to " + Durations.format(max));
        } catch (IllegalArgumentException e) {
            reject(key, "is " + e.getMessage());
        }
        return defaultDuration;
    }

    int integer(String key, int defaultNumber, int min, int max) {
        return (int) number(key, defaultNumber, min, max, true);
    }

    double number(String key, double defaultNumber, double min, double max) {
        return number(key, defaultNumber, min, max, false);
    }

    /** The elements of an array, or none. */
    List<JsonNode> list(String key, int max) {
        return list(key, max, value(key));
    }

    /** The elements of an array whose elements are meant as text, or none. */
    List<JsonNode> textList(String key, int max) {
        return list(key, max, texts(key));
    }

    private List<JsonNode> list(String key, int max, Optional<JsonNode> value) {
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray() || value.get().size() > max) {
            reject(key, "must be a list of at most " + max + " items");
            return List.of();
        }
        return new ArrayList<>(value.get().values());
    }

    void reject(String key, String message) {
        violations.add(new Violation(pointerTo(key), message));
    }

    void reject(String key, int index, String message) {
        violations.add(new Violation(Pointers.child(pointerTo(key), index), message));
    }

    String pointerTo(String key) {
        return Pointers.child(pointer, key);
    }

    /** Call it after the last reader: a key that none of them asked for is a violation. */
    void end() {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                reject(
                        key,
                        "is not a known key"
                                + Spelling.nearest(key, known)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; known are " + String.join(", ", known)));
            }
        }
    }

    private double number(String key, double defaultNumber, double min, double max, boolean whole) {
        Optional<JsonNode> value = value(key);
        if (value.isEmpty()) {
            return defaultNumber;
        }
        // One that no double holds becomes infinite, and is out of bounds.
        double number = value.get().isNumber() ? value.get().decimalValue().doubleValue() : Double.NaN;
        if (number >= min && number <= max && (!whole || number == Math.rint(number))) {
            return number;
        }
        reject(
                key,
                whole
                        ? "must be a whole number, " + (long) min + " to " + (long) max
                        : "must be a number, " + min + " to " + max);
        return defaultNumber;
    }
}

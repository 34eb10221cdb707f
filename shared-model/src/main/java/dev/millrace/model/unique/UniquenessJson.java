package dev.millrace.model.unique;

import dev.millrace.model.config.Durations;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.job.Uniqueness.Hold;
import dev.millrace.model.json.Json;
import dev.millrace.model.json.Pointers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A rule as {@code {"by": ["tool", "parameters.root"], "while": "running"}}. */
public final class UniquenessJson {
    /** In front of the name of a single parameter. */
    public static final String PARAMETER = "parameters.";

    private static final Set<String> KEYS = Set.of("by", "while");
    private static final List<String> PARTS = List.of("tool", "parameters", "queue", "labels");
    private static final List<String> USUAL = List.of("tool", "parameters");
    private static final int MAX_PARTS = 20;
    private static final int MAX_NAME = 255;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private UniquenessJson() {}

    /**
     * Reads a rule of a stranger.
     *
     * @param pointer to it in its document
     * @param violations gets all that is wrong with it
     * @return something that must not be used when there were violations; null when it is no rule at all
     */
    public static @Nullable Uniqueness read(JsonNode node, String pointer, List<Violation> violations) {
        if (!(node instanceof ObjectNode rule)) {
            violations.add(new Violation(pointer, "must be an object like {\"while\": \"queued\"}"));
            return null;
        }
        for (String key : rule.propertyNames()) {
            if (!KEYS.contains(key)) {
                violations.add(new Violation(Pointers.child(pointer, key), "is not known here; known are by, while"));
            }
        }
        List<String> by = by(rule.get("by"), pointer + "/by", violations);
        Hold hold = hold(rule.path("while"), pointer + "/while", violations);
        return new Uniqueness(by, hold);
    }

    /** Reads what {@link #write} wrote. */
    public static Uniqueness readStored(String text) {
        List<Violation> violations = new ArrayList<>();
        Uniqueness rule = read(Json.mapper().readTree(text), "", violations);
        if (rule == null || !violations.isEmpty()) {
            throw new IllegalStateException("A stored rule of uniqueness breaks the rules: " + violations);
        }
        return rule;
    }

    /** With the default of {@code by} spelled out. */
    public static ObjectNode write(Uniqueness rule) {
        ObjectNode json = Json.object();
        rule.by().forEach(json.putArray("by")::add);
        return json.put("while", text(rule.hold()));
    }

    private static String text(Hold hold) {
        return hold instanceof Hold.Stage stage
                ? stage.name().toLowerCase(Locale.ROOT)
                : Durations.format(((Hold.For) hold).time());
    }

    private static List<String> by(@Nullable JsonNode node, String pointer, List<Violation> violations) {
        if (node == null) {
            return USUAL;
        }
        if (!node.isArray() || node.isEmpty() || node.size() > MAX_PARTS) {
            violations.add(new Violation(pointer, "must be a list of 1 to " + MAX_PARTS + " texts"));
            return USUAL;
        }
        Set<String> parts = new LinkedHashSet<>();
        for (int i = 0; i < node.size(); i++) {
            String part = node.get(i).isString() ? node.get(i).stringValue() : "";
            if (!PARTS.contains(part) && !isParameter(part)) {
                violations.add(new Violation(
                        Pointers.child(pointer, i), "must be tool, parameters, queue, labels or parameters.NAME"));
            } else if (!parts.add(part)) {
                violations.add(new Violation(Pointers.child(pointer, i), "is there twice"));
            }
        }
        return List.copyOf(parts);
    }

    private static boolean isParameter(String part) {
        int name = part.length() - PARAMETER.length();
        return part.startsWith(PARAMETER) && name > 0 && name <= MAX_NAME;
    }

    private static Hold hold(JsonNode node, String pointer, List<Violation> violations) {
        String text = node.isString() ? node.stringValue() : "";
        for (Hold.Stage stage : Hold.Stage.values()) {
            if (text.equals(text(stage))) {
                return stage;
            }
        }
        try {
            Duration time = Durations.parse(text);
            if (time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0) {
                return new Hold.For(time);
            }
        } catch (IllegalArgumentException e) {
            // As wrong as a time out of bounds, and the same is to be said of it.
        }
        violations.add(new Violation(
                pointer,
                node.isMissingNode()
                        ? "is missing: queued, running or a duration"
                        : "must be queued, running or a duration from 1s to 365d"));
        return Hold.Stage.QUEUED;
    }
}

package dev.millrace.model.tool.schema;

import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Pointers;
import dev.millrace.model.json.Scalars;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Millrace asks of a schema beyond the meta-schema: that it stands alone, since a validator which fetches is a way
 * into the network, and that its patterns compile. It looks only where subschemas are, so a parameter may well be called
 * {@code $ref}.
 */
public final class SchemaRules {
    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private static final Set<String> ONE = Set.of(
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties");
    private static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> NAMED =
            Set.of("$defs", "definitions", "dependentSchemas", "patternProperties", "properties");

    private SchemaRules() {}

    static List<Violation> violations(ObjectNode schema) {
        List<Violation> violations = new ArrayList<>();
        Set<String> targets = new HashSet<>();
        noteTargets(schema, "", targets);
        visit(schema, "", (subschema, pointer) -> {
            checkReferences(subschema, pointer, targets, violations);
            checkAddress(subschema, pointer, violations);
            checkPatterns(subschema, pointer, violations);
        });
        checkNumbers(schema, "", violations);
        return violations;
    }

    /** Calls the visitor for the schema and every schema in it, with the JSON pointer to each. */
    public static void visit(JsonNode schema, String pointer, BiConsumer<ObjectNode, String> visitor) {
        if (schema instanceof ObjectNode object) {
            visitor.accept(object, pointer);
            forEachSubschema(object, pointer, Pointers::child, (inside, place) -> visit(inside, place, visitor));
        }
    }

    private interface Child {
        String of(String pointer, String key);
    }

    private static void forEachSubschema(
            ObjectNode schema, String pointer, Child child, BiConsumer<JsonNode, String> visitor) {
        schema.forEachEntry((key, value) -> {
            String inside = child.of(pointer, key);
            if (ONE.contains(key)) {
                visitor.accept(value, inside);
            } else if (LISTED.contains(key) && value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    visitor.accept(value.get(i), Pointers.child(inside, i));
                }
            } else if (NAMED.contains(key) && value.isObject()) {
                ((ObjectNode) value).forEachEntry((name, named) -> visitor.accept(named, child.of(inside, name)));
            }
        });
    }

    /** Everything that a reference may name: the subschemas, which may be true or false, and their anchors. */
    private static void noteTargets(JsonNode schema, String pointer, Set<String> targets) {
        targets.add("#" + pointer);
        if (schema instanceof ObjectNode object) {
            for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
                targets.add("#" + object.path(keyword).asString(""));
            }
            forEachSubschema(
                    object, pointer, Pointers::exactChild, (inside, place) -> noteTargets(inside, place, targets));
        }
    }

    private static void checkReferences(
            ObjectNode schema, String pointer, Set<String> targets, List<Violation> violations) {
        for (String keyword : List.of("$ref", "$dynamicRef")) {
            JsonNode reference = schema.get(keyword);
            if (reference == null || !reference.isString()) {
                continue;
            }
            String target = reference.stringValue();
            String place = Pointers.child(pointer, keyword);
            if (!target.startsWith("#")) {
                String message = "refers to another document, and those are never fetched; write #/$defs/…";
                violations.add(new Violation(place, message));
            } else if (!targets.contains(decoded(target))) {
                violations.add(new Violation(
                        place, "refers to " + SchemaMessages.shortened(target) + ", where there is no schema"));
            }
        }
    }

    /** A reference is a URI, so a quote or a percent sign in a name is encoded in it. */
    static String decoded(String reference) {
        try {
            return URLDecoder.decode(reference.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return reference;
        }
    }

    private static void checkAddress(ObjectNode schema, String pointer, List<Violation> violations) {
        if (schema.has("$schema") && !DIALECT.equals(schema.path("$schema").asString(""))) {
            violations.add(new Violation(
                    Pointers.child(pointer, "$schema"),
                    "must be " + DIALECT + ", or be left out, which means the same"));
        }
        if (schema.has("$id") && !pointer.isEmpty()) {
            violations.add(new Violation(Pointers.child(pointer, "$id"), "is allowed at the top of the schema only"));
        }
    }

    private static void checkPatterns(ObjectNode schema, String pointer, List<Violation> violations) {
        JsonNode pattern = schema.get("pattern");
        if (pattern != null && pattern.isString()) {
            checkPattern(pattern.stringValue(), Pointers.child(pointer, "pattern"), violations);
        }
        if (schema.get("patternProperties") instanceof ObjectNode patterns) {
            String inside = Pointers.child(pointer, "patternProperties");
            patterns.forEachEntry((key, value) -> checkPattern(key, Pointers.child(inside, key), violations));
        }
    }

    /** The validator computes with those of a schema for each document. */
    private static void checkNumbers(JsonNode node, String pointer, List<Violation> violations) {
        if (node.isNumber() && !Scalars.isUsual(node)) {
            violations.add(new Violation(
                    pointer, "is too large a number, or too close to zero; a schema takes those of a double"));
        } else if (node instanceof ObjectNode object) {
            object.forEachEntry((key, value) -> checkNumbers(value, Pointers.child(pointer, key), violations));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                checkNumbers(node.get(i), Pointers.child(pointer, i), violations);
            }
        }
    }

    private static void checkPattern(String pattern, String pointer, List<Violation> violations) {
        if (pattern.length() > BoundedPattern.MAX_LENGTH) {
            violations.add(new Violation(pointer, "is longer than " + BoundedPattern.MAX_LENGTH + " characters"));
            return;
        }
        try {
            BoundedPattern.check(pattern);
        } catch (PatternSyntaxException e) {
            violations.add(new Violation(pointer, "is not a regular expression: " + e.getDescription()));
        }
    }
}

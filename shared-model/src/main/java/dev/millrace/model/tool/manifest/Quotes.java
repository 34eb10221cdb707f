package dev.millrace.model.tool.manifest;

import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Pointers;
import dev.millrace.model.tool.schema.SchemaRules;
import dev.millrace.model.tool.yaml.PlainScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says where a YAML document lacks quotes: something is a number or a boolean in it, and a text is asked for. */
final class Quotes {
    private Quotes() {}

    /**
     * Values that a schema of texts allows and that are no texts, which no validator minds: with {@code type: string},
     * {@code enum: [0755, 1e3]} would allow nothing at all.
     *
     * @param schema with its scalars as they were written
     */
    static List<Violation> missingIn(JsonNode schema, String pointer) {
        List<Violation> violations = new ArrayList<>();
        SchemaRules.visit(schema, pointer, (subschema, place) -> {
            Set<String> types = types(subschema.path("type"));
            forEachValue(
                    subschema,
                    place,
                    (value, at) -> PlainScalar.of(value)
                            .filter(plain -> types.contains("string") && !fits(plain, types))
                            .ifPresent(plain ->
                                    violations.add(new Violation(at, "must be of type string" + advice(plain)))));
        });
        return violations;
    }

    /** The violation, and what to do about it where quotes would help. */
    static Violation advised(JsonNode document, Violation violation) {
        String message = violation.message();
        if (!message.startsWith("must be of type string, ")) {
            return violation;
        }
        JsonNode written = document.at(JsonPointer.compile(violation.pointer()));
        if (written.isNull()) {
            return new Violation(violation.pointer(), message + "; a null or ~ that is meant as text needs quotes");
        }
        Optional<PlainScalar> plain = PlainScalar.of(written);
        return plain.map(scalar -> new Violation(violation.pointer(), message + advice(scalar)))
                .orElse(violation);
    }

    private static String advice(PlainScalar plain) {
        return "; without quotes YAML takes it for a " + plain.type() + ", so write " + plain.quoted();
    }

    private static Set<String> types(JsonNode type) {
        Set<String> types = new HashSet<>();
        if (type.isString()) {
            types.add(type.stringValue());
        }
        type.forEach(one -> types.add(one.asString("")));
        return types;
    }

    private static boolean fits(PlainScalar plain, Set<String> types) {
        return types.contains(plain.type()) || (plain.kind() != PlainScalar.Kind.BOOLEAN && types.contains("integer"));
    }

    private static void forEachValue(ObjectNode schema, String pointer, BiConsumer<JsonNode, String> visitor) {
        visitor.accept(schema.path("const"), Pointers.child(pointer, "const"));
        for (String keyword : List.of("enum", "examples")) {
            JsonNode values = schema.path(keyword);
            for (int i = 0; values.isArray() && i < values.size(); i++) {
                visitor.accept(values.get(i), Pointers.child(Pointers.child(pointer, keyword), i));
            }
        }
    }
}

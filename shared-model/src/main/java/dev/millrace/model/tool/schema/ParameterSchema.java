package dev.millrace.model.tool.schema;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Json;
import dev.millrace.model.json.Pointers;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The compiled schema of a tool's parameters. Immutable and thread-safe; compile once, use often. */
public final class ParameterSchema {
    private final JsonSchema schema;
    private final Defaults defaults;

    private ParameterSchema(JsonSchema schema, Defaults defaults) {
        this.schema = schema;
        this.defaults = defaults;
    }

    /**
     * Compiles a copy of the schema, which must be of type object.
     *
     * @throws MillraceException {@code INVALID_TOOL} with a violation for each thing that is wrong with the schema,
     *     defaults that do not fit their own schema included
     */
    public static ParameterSchema of(ObjectNode document) {
        if (!"object".equals(document.path("type").asString(""))) {
            throw invalid(List.of(new Violation(
                    document.has("type") ? "/type" : "", "must be a schema of an object; write type: object")));
        }
        ObjectNode copy = document.deepCopy();
        ParameterSchema compiled = new ParameterSchema(JsonSchema.of(copy), new Defaults(copy));
        List<Violation> violations = compiled.defaultViolations(copy);
        if (!violations.isEmpty()) {
            throw invalid(violations);
        }
        return compiled;
    }

    /**
     * The parameters with defaults filled in, as a copy.
     *
     * @throws MillraceException {@code INVALID_PARAMETERS} with a violation for each error, at most 100
     */
    public ObjectNode check(ObjectNode parameters) {
        ObjectNode filled = defaults.fill(parameters.deepCopy());
        List<Violation> violations = schema.violations(filled);
        if (!violations.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETERS, "The parameters do not fit the tool's schema.", violations);
        }
        return filled;
    }

    private List<Violation> defaultViolations(ObjectNode document) {
        List<Violation> violations = new ArrayList<>();
        try {
            SchemaRules.visit(document, "", (subschema, pointer) -> {
                JsonNode value = subschema.get("default");
                if (value != null && document.at(JsonPointer.compile(pointer)).equals(subschema)) {
                    schema.violationsOf(pointer, defaults.fill(subschema, value.deepCopy()))
                            .forEach(violation -> violations.add(new Violation(
                                    Pointers.child(pointer, "default") + violation.pointer(), violation.message())));
                }
            });
            defaults.fill(Json.mapper().createObjectNode());
        } catch (MillraceException endless) {
            violations.add(new Violation("", "has defaults that do not end, because it refers to itself"));
        }
        return violations;
    }

    private static MillraceException invalid(List<Violation> violations) {
        return new MillraceException(ErrorCode.INVALID_TOOL, "The schema is not valid.", violations);
    }
}

package dev.millrace.model.tool.schema;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which of a tool's parameters are not to be shown: those whose schema says {@code writeOnly: true} or
 * {@code format: password}, or has such a place anywhere in it. In doubt a parameter is secret.
 */
public final class SecretParameters {
    private static final Set<String> UNNAMED =
            Set.of("additionalProperties", "patternProperties", "unevaluatedProperties");

    private final ObjectNode schema;
    private final Set<String> open = new HashSet<>();
    private final Set<String> secret = new HashSet<>();
    private boolean unnamedAreSecret;

    /** @param schema of all parameters */
    public SecretParameters(ObjectNode schema) {
        this.schema = schema;
        SchemaRules.visit(schema, "", (subschema, pointer) -> {
            subschema
                    .path("properties")
                    .properties()
                    .forEach(property ->
                            (isSecret(property.getValue(), new HashSet<>()) ? secret : open).add(property.getKey()));
            for (String keyword : UNNAMED) {
                unnamedAreSecret |= isSecret(subschema.path(keyword), new HashSet<>());
            }
        });
    }

    public boolean contains(String parameter) {
        return secret.contains(parameter) || (unnamedAreSecret && !open.contains(parameter));
    }

    /** Looks at everything below a schema, and at what is referred to there. */
    private boolean isSecret(JsonNode node, Set<String> referred) {
        if (node.path("writeOnly").asBoolean(false)
                || node.path("format").asString("").equals("password")) {
            return true;
        }
        String reference = node.path("$ref").asString("");
        return (reference.startsWith("#") && referred.add(reference) && isSecret(target(reference), referred))
                || node.valueStream().anyMatch(child -> isSecret(child, referred));
    }

    private JsonNode target(String reference) {
        String pointer = SchemaRules.decoded(reference.substring(1));
        return pointer.isEmpty() || pointer.startsWith("/") ? schema.at(JsonPointer.compile(pointer)) : schema;
    }
}

package dev.millrace.standalone.client.run;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What the client wants to know of a tool's parameter schema: what kind of value a text stands for. Whether the value is
 * allowed, the server decides.
 */
record ParameterSchema(JsonNode root) {
    private static final int MAX_REFERENCES = 16;
    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf", "allOf");

    JsonNode property(String name) {
        return resolve(root.path("properties").path(name));
    }

    /** Follows {@code $ref} inside the document; any other reference leaves the type open. */
    JsonNode resolve(JsonNode schema) {
        JsonNode current = schema;
        for (int followed = 0; followed < MAX_REFERENCES; followed++) {
            String reference = current.path("$ref").asString("");
            if (!reference.startsWith("#/")) {
                return current;
            }
            current = root.at(reference.substring(1));
        }
        return MissingNode.getInstance();
    }

    /** The JSON types the schema speaks of, in JSON Schema's words; none where it leaves them open. */
    Set<String> types(JsonNode unresolved) {
        JsonNode schema = resolve(unresolved);
        Set<String> types = new TreeSet<>();
        JsonNode declared = schema.path("type");
        if (declared.isString()) {
            types.add(declared.asString());
        }
        declared.forEach(type -> types.add(type.asString("")));
        if (types.isEmpty()) {
            schema.path("enum").forEach(value -> types.add(typeOf(value)));
            if (schema.has("const")) {
                types.add(typeOf(schema.path("const")));
            }
            for (String keyword : ALTERNATIVES) {
                schema.path(keyword).forEach(alternative -> types.addAll(types(alternative)));
            }
        }
        return types;
    }

    static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
            case STRING, BINARY -> "string";
        };
    }
}

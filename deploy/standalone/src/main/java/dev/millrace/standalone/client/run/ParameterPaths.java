package dev.millrace.standalone.client.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Makes relative paths absolute. A tool runs in a scratch directory of its own: {@code root=docs} must mean the directory
 * that the caller sees, so a string whose schema says {@code "format": "path"} is taken relative to where the caller is.
 */
record ParameterPaths(ParameterSchema schema, Path workingDirectory) {

    ObjectNode absolute(ObjectNode parameters) {
        return (ObjectNode) absolute(schema.root(), parameters);
    }

    private JsonNode absolute(JsonNode unresolved, JsonNode value) {
        JsonNode place = schema.resolve(unresolved);
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(entry -> copy.set(
                            entry.getKey(), absolute(place.path("properties").path(entry.getKey()), entry.getValue())));
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> copy.add(absolute(place.path("items"), item)));
            return copy;
        }
        boolean path = value.isString() && place.path("format").asString("").equals("path");
        return path ? StringNode.valueOf(absolute(value.asString())) : value;
    }

    private String absolute(String text) {
        try {
            // Nothing is not a place: the server may say whether it is allowed.
            return text.isEmpty()
                    ? text
                    : workingDirectory.resolve(text).normalize().toString();
        } catch (InvalidPathException e) {
            return text;
        }
    }
}

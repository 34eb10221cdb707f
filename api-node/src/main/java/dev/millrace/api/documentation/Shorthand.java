package dev.millrace.api.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes out what the parts of the document say once for many places:
 *
 * <ul>
 *   <li>{@code x-every-operation}: responses of each operation that says nothing else for the status
 *   <li>{@code x-every-response}: headers of each response
 *   <li>{@code x-extends}: name of the schema whose properties this one has, too. {@code allOf} would say the same, but
 *       generators lose over it which properties may be null.
 * </ul>
 *
 * <p>It also leaves out {@code x-message}: what violations of a schema say is for those who send what breaks it.
 */
final class Shorthand {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final String EXTENDS = "x-extends";

    private final ObjectNode document;

    private Shorthand(ObjectNode document) {
        this.document = document;
    }

    /** Changes the document; none of those keys is left in it. */
    static void writeOut(ObjectNode document) {
        new Shorthand(document).writeOut();
    }

    private void writeOut() {
        JsonNode responses = taken("x-every-operation", "responses");
        JsonNode headers = taken("x-every-response", "headers");
        operations().forEach(operation -> addResponses(operation, responses));
        responses().forEach(response -> {
            if (!headers.isEmpty()) {
                ObjectNode all = response.withObjectProperty("headers");
                headers.forEachEntry(all::putIfAbsent);
            }
        });
        JsonNode schemas = document.at("/components/schemas");
        schemas.forEach(schema -> extend(schema, schemas));
        removeMessages(schemas);
    }

    private static void removeMessages(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("x-message");
        }
        node.forEach(Shorthand::removeMessages);
    }

    private JsonNode taken(String key, String what) {
        JsonNode value = document.path(key).path(what);
        document.remove(key);
        return value;
    }

    private List<ObjectNode> operations() {
        List<ObjectNode> operations = new ArrayList<>();
        document.path("paths")
                .forEach(path -> path.forEachEntry((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add((ObjectNode) operation);
                    }
                }));
        return operations;
    }

    /** Those of operations, and those that operations refer to. */
    private List<ObjectNode> responses() {
        List<ObjectNode> all = new ArrayList<>();
        document.at("/components/responses").forEach(response -> all.add((ObjectNode) response));
        operations()
                .forEach(operation -> operation.path("responses").forEach(response -> {
                    if (!response.has("$ref")) {
                        all.add((ObjectNode) response);
                    }
                }));
        return all;
    }

    private static void addResponses(ObjectNode operation, JsonNode more) {
        ObjectNode responses = operation.withObjectProperty("responses");
        more.forEachEntry(responses::putIfAbsent);
        Map<String, JsonNode> inOrder = new TreeMap<>();
        responses.forEachEntry(inOrder::put);
        responses.removeAll();
        responses.setAll(inOrder);
    }

    private static void extend(JsonNode schema, JsonNode schemas) {
        if (schema.has(EXTENDS)) {
            ObjectNode extended = (ObjectNode) schema;
            String name = extended.remove(EXTENDS).stringValue();
            JsonNode base = schemas.required(name);
            extend(base, schemas);
            ArrayNode required = base.path("required").isArray()
                    ? ((ArrayNode) base.get("required")).deepCopy()
                    : extended.arrayNode();
            extended.path("required").forEach(required::add);
            ObjectNode properties = ((ObjectNode) base.get("properties")).deepCopy();
            extended.path("properties").forEachEntry(properties::set);
            extended.set("required", required);
            extended.set("properties", properties);
        }
    }
}

package dev.millrace.api.fuzz;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values as a schema of the document wants them, except that here and there one is junk. */
final class SchemaValues {
    private static final int DEEP = 6;

    /** What a text is about, where its schema does not say. */
    private static final Map<String, List<String>> TEXTS = Map.of(
            "tool", List.of("anything", "echo", "anything", "nothing"),
            "queue", List.of("default", "talk", "fuzz"),
            "name", List.of("anything", "echo", "fuzzed", "default"),
            "label", List.of("team:docs", "team:", ":docs", "team", ":", "team:a:b", "team:docs,a:b", " team : docs "),
            "q", List.of("docs", "echo", "%"),
            "state", List.of("QUEUED", "FAILED", "CANCELLED", "queued"),
            "wait", List.of("0s", "10ms", "200ms"),
            "cursor",
                    List.of(
                            "01a20702-8adc-76a2-b960-3b501d88017a",
                            "01A20702-8ADC-76A2-B960-3B501D88017A",
                            "1-1-1-1-1",
                            "0"),
            "Last-Event-ID", List.of("0", "1", "7", "1-1"),
            "Idempotency-Key", List.of("one", "two", "three"));

    private final JsonMapper json;
    private final JsonNode document;
    private final RandomGenerator random;
    private final double junk;

    /** @param junk how often a value is junk, 0 to 1 */
    SchemaValues(JsonMapper json, JsonNode document, RandomGenerator random, double junk) {
        this.json = json;
        this.document = document;
        this.random = random;
        this.junk = junk;
    }

    String text(String name, JsonNode schema) {
        JsonNode value = value(name, schema, 0);
        return value.isString() ? value.stringValue() : value.toString();
    }

    JsonNode value(String name, JsonNode declared, int depth) {
        if (random.nextDouble() < junk) {
            return Junk.document(json, random);
        }
        JsonNode schema = resolved(declared);
        for (String choice : List.of("anyOf", "oneOf", "enum")) {
            if (schema.path(choice).size() > 0) {
                JsonNode one =
                        schema.get(choice).get(random.nextInt(schema.get(choice).size()));
                return choice.equals("enum") ? one : value(name, one, depth + 1);
            }
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(name, schema, depth);
            case "integer", "number" -> number(schema);
            case "boolean" -> json.valueToTree(random.nextBoolean());
            case "null" -> json.nullNode();
            default -> json.valueToTree(plain(name, schema));
        };
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.get(random.nextInt(type.size())).stringValue();
        }
        return type.asString(schema.has("properties") || schema.has("allOf") ? "object" : "string");
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = json.createObjectNode();
        schema.path("allOf").forEach(part -> {
            if (value("", part, depth + 1) instanceof ObjectNode more) {
                object.setAll(more);
            }
        });
        schema.path("properties").propertyStream().forEach(property -> {
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(name -> name.asString("").equals(property.getKey()));
            if (depth < DEEP && (required || random.nextInt(4) == 0)) {
                object.set(property.getKey(), value(property.getKey(), property.getValue(), depth + 1));
            }
        });
        if (schema.path("additionalProperties").isObject() && random.nextBoolean()) {
            object.set("team", value("", schema.get("additionalProperties"), depth + 1));
        }
        if (random.nextDouble() < junk) {
            object.set(Junk.text(random), Junk.document(json, random));
        }
        return object;
    }

    private ArrayNode array(String name, JsonNode schema, int depth) {
        ArrayNode array = json.createArrayNode();
        int size = depth < DEEP ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < size; i++) {
            array.add(value(name, schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode number(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = Math.min(schema.path("maximum").asLong(100), least + 1_000);
        return json.valueToTree(least + random.nextLong(most - least + 1));
    }

    private String plain(String name, JsonNode schema) {
        List<String> known = TEXTS.get(name);
        if (known != null) {
            return known.get(random.nextInt(known.size()));
        }
        JsonNode examples = schema.path("examples");
        return examples.isEmpty()
                ? "text"
                : examples.get(random.nextInt(examples.size())).stringValue();
    }

    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
    }
}

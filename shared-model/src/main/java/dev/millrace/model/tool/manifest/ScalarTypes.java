package dev.millrace.model.tool.manifest;

import dev.millrace.model.json.Pointers;
import dev.millrace.model.tool.yaml.PlainScalar;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives each {@link PlainScalar} of a document the type that its schema asks for: it is a text where the schema has
 * {@code type: string}, and its value elsewhere. A number of JSON is a text only in a list or map of texts, since an
 * argument {@code 5} says what is meant, and a name or time that is a number is a mistake.
 *
 * <p>In an object that takes no other keys than those it names, a null counts as absent and is left out. Other keys stay
 * there as they are, to be refused.
 */
final class ScalarTypes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode root;
    private final Findings findings;

    /** @param schema uses {@code type}, {@code properties}, {@code additionalProperties}, {@code items} and local references */
    ScalarTypes(JsonNode schema, Findings findings) {
        this.root = schema;
        this.findings = findings;
    }

    /** A copy of the document. What has no value is noted and stays a text. */
    JsonNode applied(JsonNode document) {
        return typed(document, root, "", false);
    }

    private JsonNode typed(JsonNode node, JsonNode schema, String pointer, boolean isListed) {
        JsonNode wanted = schema.has("$ref")
                ? root.at(JsonPointer.compile(schema.path("$ref").asString().substring(1)))
                : schema;
        if (node instanceof ObjectNode object) {
            return object(object, wanted, pointer);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = NODES.arrayNode(array.size());
            for (JsonNode item : array) {
                copy.add(typed(item, wanted.path("items"), Pointers.child(pointer, copy.size()), true));
            }
            return copy;
        }
        return scalar(node, isTextWanted(wanted.path("type")), pointer, isListed);
    }

    private ObjectNode object(ObjectNode object, JsonNode schema, String pointer) {
        JsonNode others = schema.path("additionalProperties");
        boolean isClosed = others.isBoolean() && !others.booleanValue();
        ObjectNode copy = NODES.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String key = member.getKey();
            JsonNode value = member.getValue();
            JsonNode named = schema.path("properties").path(key);
            boolean isNamed = !named.isMissingNode();
            if (isClosed && !isNamed) {
                copy.set(key, value);
            } else if (!isClosed || !value.isNull()) {
                copy.set(key, typed(value, isNamed ? named : others, Pointers.child(pointer, key), !isNamed));
            }
        }
        return copy;
    }

    private JsonNode scalar(JsonNode node, boolean isTextWanted, String pointer, boolean isListed) {
        Optional<PlainScalar> plain = PlainScalar.of(node);
        if (isTextWanted && (plain.isPresent() || (isListed && (node.isNumber() || node.isBoolean())))) {
            return NODES.stringNode(plain.map(PlainScalar::text).orElseGet(node::toString));
        }
        try {
            return plain.isPresent() ? plain.get().value() : node;
        } catch (IllegalArgumentException e) {
            findings.add(pointer, String.valueOf(e.getMessage()));
            return NODES.stringNode(plain.map(PlainScalar::text).orElse(""));
        }
    }

    private static boolean isTextWanted(JsonNode type) {
        return type.asString("").equals("string")
                || type.valueStream().anyMatch(one -> one.asString("").equals("string"));
    }
}

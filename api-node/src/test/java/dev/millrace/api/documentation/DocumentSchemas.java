package dev.millrace.api.documentation;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of an OpenAPI document, to hold values to; formats count. */
final class DocumentSchemas {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final JsonNode document;
    private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

    DocumentSchemas(JsonNode document) {
        this.document = document;
    }

    /** What is wrong with a JSON text, by a schema somewhere in the document. */
    List<String> errors(JsonNode schema, String text) {
        try {
            return errors(schema, JSON.readTree(text));
        } catch (JacksonException e) {
            return List.of("It is not JSON");
        }
    }

    List<String> errors(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /**
     * What is wrong with the value of a header or parameter. It comes as text, and is a number where the schema wants one.
     */
    List<String> errorsOfText(JsonNode schema, String value) {
        boolean isNumber = schema.path("type").asString("").equals("integer");
        return isNumber ? errors(schema, value) : errors(schema, JSON.valueToTree(value));
    }

    /** What a reference stands for; anything else is itself. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").stringValue().substring(1)) : node;
    }

    /** The schema as a document of its own in which the references to components resolve. */
    private Schema compile(JsonNode schema) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.get("components"));
        return SCHEMAS.getSchema(root);
    }
}

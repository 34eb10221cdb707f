package dev.millrace.api.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever copies an example from the document gets something that the document allows. */
class ExamplesTest {
    private static final JsonNode DOCUMENT = new JsonMapper().readTree(OpenApiDocument.json());
    private static final DocumentSchemas SCHEMAS = new DocumentSchemas(DOCUMENT);

    private final List<String> findings = new ArrayList<>();
    private int examples;

    @Test
    void everyExample_fitsItsSchema() {
        look("", DOCUMENT);
        assertEquals(List.of(), findings);
        assertTrue(examples > 40, examples + " examples");
    }

    private void look(String place, JsonNode node) {
        if (node.isObject()) {
            ofBody(place, node);
            ofSchema(place, node);
            node.forEachEntry((key, value) -> look(place + "/" + key, value));
        } else if (node.isArray()) {
            node.forEach(value -> look(place, value));
        }
    }

    /** Of a body, a parameter or a header, which have their schema beside the example. */
    private void ofBody(String place, JsonNode node) {
        if (node.has("schema")) {
            List<JsonNode> found = new ArrayList<>();
            if (node.has("example")) {
                found.add(node.get("example"));
            }
            node.path("examples").forEach(named -> found.add(named.get("value")));
            String mediaType =
                    place.substring(place.lastIndexOf("/content/") + 1).replace("content/", "");
            for (JsonNode example : found) {
                note(place, SCHEMAS.errors(node.get("schema"), example));
                if (node.has("x-lines") || node.has("x-events")) {
                    note(place, new DocumentedBody(mediaType, node, SCHEMAS).errors(example.stringValue()));
                }
            }
        }
    }

    private void ofSchema(String place, JsonNode node) {
        if (node.path("examples").isArray()) {
            node.get("examples").forEach(example -> note(place, SCHEMAS.errors(node, example)));
        }
        if (node.has("default")) {
            note(place, SCHEMAS.errors(node, node.get("default")));
        }
    }

    private void note(String place, List<String> errors) {
        examples++;
        errors.forEach(error -> findings.add(place + " " + error));
    }
}

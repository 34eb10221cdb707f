package dev.millrace.api.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.tool.manifest.ManifestSchema;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ManifestPartTest {
    private static final JsonNode SCHEMAS =
            new JsonMapper().readTree(OpenApiDocument.json()).at("/components/schemas");

    @Test
    void document_showsTheSchemaInForce() {
        JsonNode rules = ManifestSchema.document();
        JsonNode shown = SCHEMAS.get("Manifest");
        assertEquals(rules.at("/properties/queue/pattern"), shown.at("/properties/queue/pattern"));
        assertEquals(
                rules.at("/$defs/ManifestRetry/properties/onExit/items/maximum"),
                SCHEMAS.at("/ManifestRetry/properties/onExit/items/maximum"));
        assertEquals(
                "#/components/schemas/ManifestRun",
                shown.at("/properties/run/$ref").stringValue());
    }

    /** The path has the name, and the answer of GET can be sent back. */
    @Test
    void manifestThatIsSent_hasWhatOnlyTheApiTakes() {
        JsonNode shown = SCHEMAS.get("Manifest");
        assertEquals("[\"run\"]", shown.get("required").toString());
        assertTrue(shown.get("properties").has("updatedAt"));
        assertEquals("null", shown.at("/properties/unique/anyOf/1/type").stringValue());
    }
}

package dev.millrace.model.tool.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema and the reader behind it, side by side. */
final class ManifestSchemaTest {
    @Test
    void defaults_areThoseOfTheReader() {
        ObjectNode document = minimal();
        spellOut(document, ManifestSchema.document());
        assertEquals("1h", document.path("timeout").stringValue());
        assertEquals(ToolDefinitionJson.read(minimal(), null), ToolDefinitionJson.read(document, null));
    }

    private static void spellOut(ObjectNode object, JsonNode schema) {
        schema.path("properties").forEachEntry((key, inside) -> {
            JsonNode property = ManifestSchema.document()
                    .at(inside.path("$ref").asString("#/none").substring(1));
            if (inside.has("default")) {
                object.set(key, inside.get("default"));
            } else if (!key.equals("run") && !key.equals("unique") && property.has("properties")) {
                spellOut(object.putObject(key), property);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tags\": [\"a\", \"A\", \"a\"]}|/tags/2 is there twice"
                        + "|/tags/1 must be a text of 1 to 63 characters a-z, 0-9, ., _ and -",
                "{\"timeout\": \"1m 30s\"}|/timeout is not a duration; write a duration like 500ms, 30s, 5m, 1h30m or 2d|",
                "{\"timeout\": \"999999999999999d\"}|/timeout is too long a duration; write a duration like 500ms, 30s, 5m, 1h30m or 2d|",
                "{\"unique\": {}}|/unique/while is required; it must be queued, running or a duration from 1s to 365d|",
                "{\"unique\": {\"while\": \"366d\"}}|/unique/while must be queued, running or a duration from 1s to 365d|",
                "{\"unique\": {\"while\": \"1h\", \"by\": [\"tool\", \"tool\"]}}|/unique/by/1 is there twice|",
                "{\"retry\": {\"onExit\": [75.0, 3]}}|/retry/onExit/0 must be an exit code, 1 to 255|",
                "{\"retry\": {\"maxAttempts\": \"3\"}}|/retry/maxAttempts must be a whole number, 1 to 100|",
                "{\"prioritty\": null}|/prioritty is not known here; did you mean priority?|",
                "{\"result\": null, \"timeout\": null}||"
            })
    void eachPlace_isSpokenOfOnce(String more, String first, String second) {
        ObjectNode document = minimal();
        ((ObjectNode) Json.read(more)).forEachEntry(document::set);
        assertEquals(Stream.of(first, second).filter(Objects::nonNull).toList(), violations(document));
    }

    private static List<String> violations(ObjectNode document) {
        try {
            ToolDefinitionJson.read(document, null);
            return List.of();
        } catch (MillraceException e) {
            return e.violations().stream()
                    .map(violation -> violation.pointer() + " " + violation.message())
                    .toList();
        }
    }

    private static ObjectNode minimal() {
        return (ObjectNode) Json.read("{\"name\": \"x\", \"run\": {\"command\": [\"true\"]}}");
    }
}

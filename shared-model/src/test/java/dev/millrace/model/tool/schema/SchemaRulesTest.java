package dev.millrace.model.tool.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class SchemaRulesTest {
    /** There for a compiler that hangs, not for a slow machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|''|type: object",
                "{\"type\": \"array\"}|/type|type: object",
                "{\"type\": \"object\", \"properties\": []}|/properties|must be of type object",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"text\"}}}|/properties/a/type|must be",
                "{\"type\": \"object\", \"required\": \"a\"}|/required|must be of type array",
                "{\"type\": \"object\", \"$schema\": \"http://json-schema.org/draft-07/schema#\"}|/$schema|2020-12",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"pattern\": \"(\"}}}|/properties/a/pattern|regular expression",
                "{\"type\": \"object\", \"patternProperties\": {\"[\": {}}}|/patternProperties/[|regular expression",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/none\"}}}|/properties/a/$ref|no schema",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"maxLength\": 1e300}}}|''|range",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"$id\": \"x\"}}}|/properties/a/$id|top",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\", \"default\": \"x\"}}}|/properties/a/default|must be of type integer",
                "{\"type\": \"object\", \"properties\": {\"0\": {\"items\": {\"minimum\": 3, \"default\": 1}}}}|/properties/0/items/default|at least 3",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#\", \"default\": {}}, \"b\": {\"$ref\": \"#\", \"default\": {}}}}|''|do not end"
            })
    void of_refusesSchemasThatCannotWork(String document, String pointer, String message) {
        MillraceException refused =
                assertTimeoutPreemptively(LIMIT, () -> assertThrows(MillraceException.class, () -> schema(document)));
        assertEquals(ErrorCode.INVALID_TOOL, refused.code());
        assertEquals(
                pointer,
                refused.violations().get(0).pointer(),
                refused.violations().toString());
        assertTrue(
                refused.violations().get(0).message().contains(message),
                refused.violations().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/schema.json",
                "file:///etc/passwd",
                "classpath:/draft/2020-12/schema",
                "other.json",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void of_refusesReferencesToOtherDocuments(String target) {
        for (String keyword : List.of("$ref", "$dynamicRef")) {
            MillraceException refused = assertThrows(
                    MillraceException.class,
                    () -> schema("{\"type\": \"object\", \"properties\": {\"a\": {\"" + keyword + "\": \"" + target
                            + "\"}}}"));
            assertEquals("/properties/a/" + keyword, refused.violations().get(0).pointer());
        }
    }

    /** Where no keyword of the specification leads, the validator still must not fetch. */
    @Test
    void of_refusesHiddenReferencesToOtherDocuments() {
        assertThrows(MillraceException.class, () -> schema("""
                        {"type": "object", "properties": {"a": {"$ref": "#/hidden"}}, "hidden": {"$ref": "file:///etc/passwd"}}"""));
    }

    @Test
    void of_refusesLongPatterns_asTheyTakeLongToCompile() {
        String pattern = "x".repeat(1_001);
        MillraceException refused = assertThrows(
                MillraceException.class,
                () -> schema("{\"type\": \"object\", \"properties\": {\"a\": {\"pattern\": \"" + pattern + "\"}}}"));
        assertTrue(refused.violations().stream()
                .anyMatch(violation -> violation.message().contains("longer than 1000")));
    }

    @Test
    void check_refusesLongTextsWhereAPatternIsExpected() {
        ParameterSchema schema = schema("{\"type\": \"object\", \"properties\": {\"a\": {\"format\": \"regex\"}}}");
        schema.check(object("{\"a\": \"" + "x".repeat(1_000) + "\"}"));
        assertThrows(MillraceException.class, () -> schema.check(object("{\"a\": \"" + "x".repeat(1_000_000) + "\"}")));
    }

    @Test
    void of_takesAParameterThatIsCalledLikeAKeyword() {
        schema(
                        "{\"type\": \"object\", \"properties\": {\"$ref\": {\"type\": \"string\"}, \"pattern\": {\"const\": {\"$ref\": \"x:y\"}}}}")
                .check(object("{\"$ref\": \"http://x\"}"));
    }

    @Test
    void of_takesReferencesToWhateverIsASchema() {
        String name = "n".repeat(200);
        ParameterSchema schema = schema("""
                {"type": "object", "properties": {
                    "any": {"$ref": "#/$defs/any"}, "none": {"$ref": "#/$defs/none"}, "long": {"$ref": "#/$defs/%1$s"},
                    "percent": {"$ref": "#/$defs/a%%25b"}, "quote": {"$ref": "#/$defs/a%%22b"}, "slash": {"$ref": "#/$defs/a~1b"}},
                 "$defs": {"any": true, "none": false, "%1$s": {"type": "integer"}, "a%%b": {"type": "integer"},
                    "a\\"b": {"type": "integer"}, "a/b": {"type": "integer"}}}
                """.formatted(name));
        schema.check(object("{\"any\": [], \"long\": 1, \"percent\": 1, \"quote\": 1, \"slash\": 1}"));
        for (String wrong : List.of("none", "long", "percent", "quote", "slash")) {
            assertThrows(MillraceException.class, () -> schema.check(object("{\"" + wrong + "\": \"x\"}")), wrong);
        }
    }

    @Test
    void of_takesTheLongNamesOfUnicodeProperties() {
        ParameterSchema schema =
                schema("{\"type\": \"object\", \"properties\": {\"a\": {\"pattern\": \"^\\\\p{Letter}+$\"}},"
                        + " \"patternProperties\": {\"^\\\\p{digit}$\": {\"type\": \"integer\"}}}");
        schema.check(object("{\"a\": \"\u00e9\", \"7\": 1}"));
        assertThrows(MillraceException.class, () -> schema.check(object("{\"a\": \"1\"}")));
        assertThrows(MillraceException.class, () -> schema.check(object("{\"7\": \"x\"}")));
    }

    /** Whatever a reader of JSON lets through is checked soon. */
    @Test
    void check_isDoneSoonWithLargeNumbers() {
        ParameterSchema schema = schema("""
                {"type": "object", "properties": {
                    "whole": {"items": {"type": "integer", "multipleOf": 3}},
                    "cents": {"items": {"multipleOf": 0.01, "minimum": -1e300, "maximum": 1e300}},
                    "set": {"uniqueItems": true, "items": {"enum": [1, 2]}}}}
                """);
        schema.check(
                object("{\"whole\": [3e400, -0, 3.0, 3" + "0".repeat(9_999) + "], \"cents\": [1.10, 1e3, -0.00]}"));
        String many = IntStream.range(0, 100).mapToObj(i -> i + "e9000").collect(Collectors.joining(","));
        for (String wrong : List.of("whole", "cents", "set")) {
            assertTimeoutPreemptively(
                    LIMIT,
                    () -> assertThrows(
                            MillraceException.class,
                            () -> schema.check(object("{\"" + wrong + "\": [" + many + ",1e-9000]}"))));
        }
    }

    @Test
    void of_ignoresTheSchemasOwnAddress() {
        schema(
                        "{\"$id\": \"https://example.com/x\", \"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/$defs/b\"}}, \"$defs\": {\"b\": {\"type\": \"string\"}}}")
                .check(object("{\"a\": \"b\"}"));
    }

    private static ParameterSchema schema(String document) {
        return ParameterSchema.of(object(document));
    }

    private static ObjectNode object(String document) {
        return (ObjectNode) Json.read(document);
    }
}

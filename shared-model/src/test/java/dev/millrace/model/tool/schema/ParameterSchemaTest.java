package dev.millrace.model.tool.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Json;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class ParameterSchemaTest {
    /** There for a check that hangs, not for a slow machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final ParameterSchema GRAPH = schema("""
            {"type": "object", "required": ["root"], "additionalProperties": false, "properties": {
              "root": {"type": "string", "minLength": 1, "pattern": "^[^-]"},
              "maxPages": {"type": "integer", "minimum": 1, "maximum": 100000, "default": 10000},
              "ratio": {"type": "number", "multipleOf": 0.25},
              "format": {"enum": ["dot", "json"], "default": "dot"},
              "since": {"type": "string", "format": "date"},
              "kinds": {"type": "array", "items": {"type": "string"}, "uniqueItems": true}}}
            """);

    @Test
    void check_fillsInDefaultsOfACopy() {
        ObjectNode given = object("{\"root\": \"docs\"}");
        assertEquals("{\"root\":\"docs\",\"maxPages\":10000,\"format\":\"dot\"}", Json.write(GRAPH.check(given)));
        assertEquals("{\"root\":\"docs\"}", Json.write(given));
    }

    @Test
    void check_fillsInDefaultsInside() {
        ParameterSchema schema = schema("""
                {"type": "object",
                 "properties": {
                   "server": {"$ref": "#/$defs/server", "default": {}},
                   "others": {"type": "array", "items": {"$ref": "#/$defs/server"}},
                   "level": {"$ref": "#/$defs/level"}},
                 "allOf": [{"properties": {"dry": {"default": false}}}],
                 "$defs": {
                   "level": {"type": "integer", "default": 3},
                   "server": {"type": "object", "required": ["port"], "properties": {"port": {"type": "integer", "default": 80}}}}}
                """);
        assertEquals(
                "{\"others\":[{\"port\":1},{\"port\":80}],\"dry\":false,\"server\":{\"port\":80},\"level\":3}",
                Json.write(schema.check(object("{\"others\": [{\"port\": 1}, {}]}"))));
    }

    @Test
    void check_namesEveryViolationWithItsPlace() {
        assertEquals(
                List.of(
                        new Violation("/root", "is required"),
                        new Violation("/maxPages", "must be of type integer, not string"),
                        new Violation("/ratio", "must be a multiple of 0.25"),
                        new Violation("/format", "must be one of [\"dot\", \"json\"]"),
                        new Violation("/kinds/1", "must be of type string, not integer"),
                        new Violation(
                                "/a~1b", "is not known here; known are root, maxPages, ratio, format, since, kinds")),
                violations(
                                "{\"maxPages\": \"many\", \"ratio\": 0.3, \"format\": \"svg\", \"kinds\": [\"a\", 1], \"a/b\": 1}")
                        .stream()
                        .sorted(Comparator.comparingInt(
                                v -> List.of("/root", "/maxPages", "/ratio", "/format", "/kinds/1", "/a~1b")
                                        .indexOf(v.pointer())))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"root\": \"\"}|/root|at least 1",
                "{\"root\": \"-x\"}|/root|must match the pattern ^[^-]",
                "{\"root\": \"x\", \"maxPages\": 0}|/maxPages|must be at least 1",
                "{\"root\": \"x\", \"maxPages\": 1e300}|/maxPages|must be at most 100000",
                "{\"root\": \"x\", \"maxPages\": 1.5}|/maxPages|must be of type integer, not number",
                "{\"root\": \"x\", \"since\": \"2026-02-30\"}|/since|date",
                "{\"root\": \"x\", \"kinds\": [\"a\", \"a\"]}|/kinds/1|is there twice",
                "{\"root\": \"x\", \"maxPage\": 1}|/maxPage|is not known here; did you mean maxPages?",
                "{\"root\": null}|/root|must be of type string, not null"
            })
    void check_explainsEachKindOfViolation(String parameters, String pointer, String message) {
        List<Violation> violations = violations(parameters);
        assertEquals(pointer, violations.get(0).pointer());
        assertTrue(violations.get(0).message().contains(message), violations.toString());
    }

    @Test
    void check_saysWhatTheSchemaSaysItself() {
        ParameterSchema airports = ParameterSchema.of((ObjectNode) Json.read("""
                {"type": "object", "required": ["to"], "properties": {
                   "to": {"type": "string", "pattern": "^[A-Z]{3}$", "x-message": "must be an airport, like OSL"}}}"""));
        for (String parameters : List.of("{\"to\": 5}", "{\"to\": \"Oslo\"}")) {
            MillraceException refused =
                    assertThrows(MillraceException.class, () -> airports.check((ObjectNode) Json.read(parameters)));
            assertEquals(List.of(new Violation("/to", "must be an airport, like OSL")), refused.violations());
        }
        MillraceException refused = assertThrows(MillraceException.class, () -> airports.check(Json.object()));
        assertEquals(
                List.of(new Violation("/to", "is required; it must be an airport, like OSL")), refused.violations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0", "1e4", "7", "0.25e2"})
    void check_takesAWholeNumberHoweverItIsWritten(String number) {
        GRAPH.check(object("{\"root\": \"x\", \"maxPages\": " + number + "}"));
    }

    @Test
    void check_boundsTheViolations() {
        String items = "1,".repeat(200_000) + "1";
        assertTimeoutPreemptively(LIMIT, () -> {
            assertEquals(
                    100,
                    violations("{\"root\": \"x\", \"kinds\": [" + items + "]}").size());
        });
    }

    @Test
    void check_survivesHugeNumbers() {
        ParameterSchema schema = schema("""
                {"type": "object", "properties": {"n": {"type": "integer", "multipleOf": 7e-300, "minimum": -1e308}}}""");
        assertTimeoutPreemptively(LIMIT, () -> {
            for (String number : List.of("1e308", "-1.7e308", "1e-300", "9".repeat(100))) {
                assertThrows(
                        MillraceException.class,
                        () -> schema.check(object("{\"n\": " + number + ".5}".replace("e308.5", "e308"))));
            }
        });
    }

    @Test
    void check_survivesPatternsThatBacktrack() {
        ParameterSchema schema = schema("""
                {"type": "object", "properties": {"a": {"type": "array", "items": {"pattern": "^(.*a){12}$"}}, "b": {"pattern": "^(x|y)*$"}}}""");
        String hostile = "\"" + "a".repeat(60) + "!\"";
        assertTimeoutPreemptively(LIMIT, () -> {
            MillraceException refused = assertThrows(
                    MillraceException.class,
                    () -> schema.check(object("{\"a\": [" + (hostile + ",").repeat(500) + hostile + "]}")));
            assertTrue(
                    refused.violations().get(0).message().contains("too long"),
                    refused.violations().toString());
            // So deep a recursion of the matcher overflows the stack.
            assertThrows(
                    MillraceException.class, () -> schema.check(object("{\"b\": \"" + "xy".repeat(200_000) + "!\"}")));
        });
        schema.check(object("{\"a\": [\"" + "a".repeat(12) + "\"]}"));
    }

    @Test
    void check_survivesSchemasThatReferToThemselves() {
        ParameterSchema tree = schema("""
                {"type": "object", "properties": {"children": {"type": "array", "items": {"$ref": "#"}}}, "additionalProperties": false}""");
        tree.check(object("{\"children\": [{\"children\": []}]}"));
        tree.check(object("{\"children\":[".repeat(49) + "]}".repeat(49)));

        assertTimeoutPreemptively(LIMIT, () -> {
            MillraceException refused = assertThrows(
                    MillraceException.class,
                    () -> schema("{\"type\": \"object\", \"$ref\": \"#\"}").check(object("{}")));
            assertFalse(refused.violations().isEmpty());
        });
    }

    @Test
    void check_mayBeUsedByManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> checks = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = 1; i < 500; i++) {
                            GRAPH.check(object("{\"root\": \"x\", \"maxPages\": " + i + "}"));
                            assertEquals(1, violations("{\"root\": 1}").size());
                        }
                    }))
                    .toList();
            for (Future<?> check : checks) {
                check.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Violation> violations(String parameters) {
        MillraceException refused = assertThrows(MillraceException.class, () -> GRAPH.check(object(parameters)));
        assertEquals(ErrorCode.INVALID_PARAMETERS, refused.code());
        return refused.violations();
    }

    private static ParameterSchema schema(String document) {
        return ParameterSchema.of(object(document));
    }

    private static ObjectNode object(String document) {
        return (ObjectNode) Json.read(document);
    }
}

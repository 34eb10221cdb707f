package dev.millrace.api.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What linters and generators of clients expect of a document, as far as it can be seen without them. */
class DocumentRulesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DOCUMENT = JSON.readTree(OpenApiDocument.json());
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private final List<String> findings = new ArrayList<>();

    @Test
    void everyOperation_saysWhatItIs_andWhatItAnswers() {
        Set<String> tags = new HashSet<>(DOCUMENT.get("tags").findValuesAsString("name"));
        Set<String> ids = new HashSet<>();
        operations((name, operation) -> {
            expect(ids.add(operation.path("operationId").asString("")), name + " has no operationId of its own");
            expect(!operation.path("summary").asString("").isBlank(), name + " has no summary");
            expect(operation.path("tags").size() == 1, name + " has not one tag");
            expect(tags.contains(operation.at("/tags/0").asString("")), name + " has a tag that is not declared");
            for (String status : List.of("400", "403", "500", "503")) {
                expect(operation.path("responses").has(status), name + " says nothing of " + status);
            }
            expect(
                    !operation.has("requestBody") || operation.path("responses").has("413"),
                    name + " takes a body and says nothing of 413");
        });
        assertEquals(List.of(), findings);
        assertEquals(0, DOCUMENT.get("security").size());
    }

    @Test
    void everyResponse_hasTheRequestId() {
        everywhere("", DOCUMENT, (place, node) -> {
            if (place.matches(".*/responses/[^/]+") && !node.has("$ref")) {
                expect(node.at("/headers/X-Request-Id").has("$ref"), place + " has no X-Request-Id");
            }
        });
        assertEquals(List.of(), findings);
    }

    @Test
    void schemas_areOfTheFormThatGeneratorsUnderstand() {
        everywhere("", DOCUMENT, (place, node) -> {
            expect(!node.has("$ref") || node.size() == 1, place + " has keys beside a reference");
            expect(!node.path("schema").isBoolean(), place + " has a schema that is no object");
            if (node.path("required").isArray()) {
                node.get("required")
                        .forEach(name -> expect(
                                node.path("properties").has(name.stringValue()),
                                place + " requires " + name + ", which is no property of it"));
            }
        });
        assertEquals(List.of(), findings);
    }

    /** Generators make up a name like InlineObject1 for an object that has none. */
    @Test
    void objects_haveNames() {
        everywhere("", DOCUMENT, (place, node) -> {
            boolean isNamed = place.matches("/components/schemas/[^/]+");
            expect(isNamed || !node.path("properties").isObject(), place + " is an object without a name");
        });
        assertEquals(List.of(), findings);
    }

    @Test
    void nothingIsCutShort_byAColonOrComma() {
        everywhere(
                "",
                DOCUMENT,
                (place, node) -> node.forEachEntry((key, value) ->
                        expect(!value.isNull() || place.contains("/example"), place + "/" + key + " is empty")));
        assertEquals(List.of(), findings);
    }

    @Test
    void shorthand_isWrittenOut() {
        String text = DOCUMENT.toString();
        assertFalse(text.contains("x-every") || text.contains("x-extends") || text.contains("x-message"));
        JsonNode job = DOCUMENT.at("/components/schemas/Job");
        JsonNode withAttempts = DOCUMENT.at("/components/schemas/JobWithAttempts");
        assertEquals(
                job.get("properties").size() + 1, withAttempts.get("properties").size());
        assertEquals(
                job.get("required").size() + 1, withAttempts.get("required").size());
    }

    @Test
    void parts_thatDefineTheSame_areRefused() {
        ObjectNode one = part("{'paths': {'/a': {}}, 'components': {'schemas': {'A': {}}}}");
        assertEquals(one, OpenApiDocument.joined(List.of(one)));
        for (String other : List.of("{'paths': {'/a': {}}}", "{'components': {'schemas': {'A': {}}}}")) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> OpenApiDocument.joined(List.of(one, part(other))));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("Two parts"), refused::getMessage);
        }
        OpenApiDocument.joined(List.of(one, part("{'components': {'headers': {'A': {}}}}")));
    }

    private static ObjectNode part(String json) {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }

    private void expect(boolean right, String otherwise) {
        if (!right) {
            findings.add(otherwise);
        }
    }

    private static void operations(BiConsumer<String, JsonNode> look) {
        DOCUMENT.get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    if (METHODS.contains(method)) {
                        look.accept(method + " " + path, operation);
                    }
                }));
    }

    private static void everywhere(String place, JsonNode node, BiConsumer<String, JsonNode> look) {
        if (node.isObject()) {
            look.accept(place, node);
            node.forEachEntry((key, value) -> everywhere(place + "/" + key.replace("/", "~1"), value, look));
        } else if (node.isArray()) {
            node.forEach(value -> everywhere(place + "/-", value, look));
        }
    }
}

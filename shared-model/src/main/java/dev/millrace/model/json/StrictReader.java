package dev.millrace.model.json;

import java.util.Optional;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds the tree of one untrusted document token by token, so that each can be checked before it becomes a value. */
final class StrictReader {
    private static final int MAX_DEPTH = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The caller has bounded the document, and so every string, name and number in it.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .errorReportConfiguration(
                    ErrorReportConfiguration.builder().maxErrorTokenLength(20).build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final boolean controls;
    private final Numbers numbers = new Numbers();

    /** @param controls whether texts may hold control characters, escaped as JSON wants them */
    StrictReader(String document, boolean controls) {
        this.controls = controls;
        parser = FACTORY.createParser(ObjectReadContext.empty(), document);
    }

    JsonNode read() {
        try (parser) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw Flaws.of("The document is empty.");
            }
            JsonNode value = value(first);
            if (parser.nextToken() != null) {
                throw Flaws.at(parser, "there is more after the end of the value");
            }
            return value;
        } catch (JacksonException e) {
            throw Flaws.syntax(parser, e);
        }
    }

    private JsonNode value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.stringNode(checked(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw Flaws.at(parser, "a value is missing");
        };
    }

    private ObjectNode object() {
        ObjectNode object = NODES.objectNode();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            object.set(checked(key), value(parser.nextToken()));
        }
        return object;
    }

    private ArrayNode array() {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            array.add(value(next));
        }
        return array;
    }

    private JsonNode number() {
        try {
            return numbers.read(parser.getString());
        } catch (IllegalArgumentException e) {
            throw Flaws.at(parser, String.valueOf(e.getMessage()));
        }
    }

    private String checked(String text) {
        Optional<String> flaw = Scalars.flaw(text, controls);
        if (flaw.isPresent()) {
            throw Flaws.at(parser, flaw.get());
        }
        return text;
    }
}

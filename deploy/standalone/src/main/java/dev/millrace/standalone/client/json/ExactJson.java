package dev.millrace.standalone.client.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes documents without a change to what they say; only blanks between the values are not kept. */
public final class ExactJson {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final ObjectWriter COMPACT = JsonMapper.shared().writer();
    private static final ObjectWriter INDENTED = COMPACT.with(
            new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectNameValueSpacing(Spacing.AFTER))
                    .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

    private ExactJson() {}

    /** As {@link #read(String)}, in UTF-8. */
    public static JsonNode read(byte[] document) {
        return read(new String(document, StandardCharsets.UTF_8));
    }

    /** @throws JacksonException when it is not one JSON value, or an object has a name twice */
    public static JsonNode read(String document) {
        String text = document.startsWith(BYTE_ORDER_MARK) ? document.substring(1) : document;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new StreamReadException(parser, "it is empty");
            }
            JsonNode value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "there is more after its end");
            }
            return value;
        }
    }

    private static JsonNode value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new StreamReadException(parser, "a value is missing");
        };
    }

    private static ObjectNode object(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            object.set(name, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            array.add(value(parser, next));
        }
        return array;
    }

    private static JsonNode number(String text) {
        JsonNode number = computed(text);
        return number.asString().equals(text) ? number : new WrittenNumber(text);
    }

    private static JsonNode computed(String text) {
        try {
            if (text.chars().anyMatch(character -> character == '.' || character == 'e' || character == 'E')) {
                return DecimalNode.valueOf(new BigDecimal(text));
            }
            BigInteger whole = new BigInteger(text);
            if (whole.bitLength() >= Long.SIZE) {
                return BigIntegerNode.valueOf(whole);
            }
            return whole.bitLength() < Integer.SIZE
                    ? IntNode.valueOf(whole.intValueExact())
                    : LongNode.valueOf(whole.longValueExact());
        } catch (NumberFormatException exponentBeyondReach) {
            return new WrittenNumber(text);
        }
    }

    /** In one line, without blanks. */
    public static String compact(JsonNode document) {
        return encodable(COMPACT.writeValueAsString(document));
    }

    /** For people: two blanks of indentation, one entry a line. */
    public static String indented(JsonNode document) {
        return encodable(INDENTED.writeValueAsString(document));
    }

    /** Half a surrogate pair, which UTF-8 does not have, is written as it must have been read: as an escape. */
    private static String encodable(String json) {
        StringBuilder text = null;
        for (int at = 0; at < json.length(); at++) {
            char character = json.charAt(at);
            boolean pair = Character.isHighSurrogate(character)
                    && at + 1 < json.length()
                    && Character.isLowSurrogate(json.charAt(at + 1));
            if (Character.isSurrogate(character) && !pair) {
                text = text == null ? new StringBuilder(json.substring(0, at)) : text;
                text.append(String.format("\\u%04x", (int) character));
            } else if (text != null) {
                text.append(character);
            }
            if (pair) {
                at++;
                if (text != null) {
                    text.append(json.charAt(at));
                }
            }
        }
        return text == null ? json : text.toString();
    }
}

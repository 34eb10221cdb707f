package dev.millrace.model.json;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON of strangers strictly and within bounds, and writes JSON compactly. What {@link #read} lets through can be
 * stored in Postgres, written as UTF-8, validated and computed with, and none of it can take long.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();
    private static final JsonMapper SORTED =
            MAPPER.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private Json() {}

    /**
     * For our own documents: those from the database, and objects to be written. It keeps the value of decimal numbers,
     * but not each digit. Documents from outside go through {@link #read}, and so do those that hold what was outside.
     */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /**
     * Reads one untrusted document in UTF-8; a byte order mark in front of it is skipped.
     *
     * <p>Refused are: broken UTF-8, an empty document, anything after the value, comments, a key twice in one object,
     * nesting deeper than 100, numbers that have more than 100,000 digits when they are written out, control characters
     * other than tab and line breaks, and lone surrogates. Every other number keeps the digits it is written with.
     *
     * @throws MillraceException {@code MALFORMED_REQUEST} saying what is wrong and where, with a violation that holds the
     *     JSON pointer
     */
    public static JsonNode read(byte[] document) {
        return new StrictReader(Utf8.decode(document), false).read();
    }

    /**
     * As {@link #read(byte[])}, but texts may hold control characters: for a document that is kept and handed on, and of
     * which no part becomes an argument, a line or a column of its own.
     */
    public static JsonNode readWithControls(byte[] document) {
        return new StrictReader(Utf8.decode(document), true).read();
    }

    /** As {@link #read(byte[])}, for a document that is text already. */
    public static JsonNode read(String document) {
        return new StrictReader(document.startsWith(Utf8.BYTE_ORDER_MARK) ? document.substring(1) : document, false)
                .read();
    }

    /**
     * As {@link #read(byte[])}, for a document of at most {@code limit} bytes. The stream is not closed.
     *
     * @throws MillraceException also {@code TOO_LARGE}, once more than {@code limit} bytes were read
     */
    public static JsonNode read(InputStream document, int limit) throws IOException {
        byte[] bytes = document.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new MillraceException(
                    ErrorCode.TOO_LARGE, "The document is larger than the " + limit + " bytes that are allowed.");
        }
        return read(bytes);
    }

    /** A new object of our own, to be filled and written. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Compact text; keys in the order in which they were put. The same value gives the same text. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * Compact text with the keys of every object sorted, so that two spellings of one document that differ in the order
     * of keys and in blanks have one digest. Numbers stay as they were written.
     */
    public static String canonical(JsonNode value) {
        return SORTED.writeValueAsString(value);
    }

    /** SHA-256 of the text's UTF-8 form, 64 hexadecimal digits in lower case. */
    public static String sha256Hex(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

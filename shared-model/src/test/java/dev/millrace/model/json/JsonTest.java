package dev.millrace.model.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class JsonTest {
    /** There for a reader that hangs, not for a slow machine. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "0",
                "-1",
                "1e300",
                "[1,2.50,3]",
                "{\"a\":{\"b\":[null,false]}}",
                "\"tab\\tline\\nreturn\\r\"",
                "\"\uD83D\uDE00 é \u2028\"",
                "123456789012345678901234567890",
                "0.1",
                "9223372036854775807"
            })
    void read_thenWrite_keepsTheDocument(String document) {
        JsonNode value = Json.read(document);
        assertEquals(value, Json.read(Json.write(value)));
        assertEquals(value, Json.read(document.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void read_keepsNumbersExactly() {
        String numbers = "[1.10,1E+2,1e2,1e400,1E-400,-0,-0.0,0.000,0e999999999,1234567890123456.78,19.90,"
                + "12345678901234567890.123," + "7".repeat(10_000) + "]";
        assertEquals(numbers, Json.write(Json.read(numbers)));
        assertEquals(numbers, Json.read(numbers).toString());
        assertEquals(new BigDecimal("0.1"), Json.read("0.1").decimalValue());
        assertTrue(Json.read("7").isInt());
        assertTrue(Json.read("7000000000").isLong());
    }

    @Test
    void read_joinsEscapedSurrogatePairs() {
        assertEquals("\uD83D\uDE00", Json.read("\"\\ud83d\\ude00\"").stringValue());
    }

    @Test
    void readWithControls_keepsThem_andRefusesTheRest() {
        String document = "{\"a\\u0000\":\"\\u001B[31m\\b\"}";
        assertEquals(document, Json.write(Json.readWithControls(document.getBytes(StandardCharsets.UTF_8))));
        for (String broken : new String[] {"\"\u0001\"", "\"\\udfff\"", "{\"a\":1,\"a\":2}", "NaN"}) {
            assertThrows(MillraceException.class, () -> Json.readWithControls(broken.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void read_skipsAByteOrderMark() {
        assertEquals(1, Json.read("\uFEFF1").intValue());
        assertEquals(1, Json.read("\uFEFF1".getBytes(StandardCharsets.UTF_8)).intValue());
    }

    @Test
    void read_boundsAStream() throws IOException {
        assertEquals(
                12,
                Json.read(new ByteArrayInputStream(new byte[] {'1', '2'}), 2).intValue());
        MillraceException refused = assertThrows(
                MillraceException.class, () -> Json.read(new ByteArrayInputStream(new byte[] {'1', '2'}), 1));
        assertEquals(ErrorCode.TOO_LARGE, refused.code());
    }

    static Stream<Arguments> hostileDocuments() {
        return Stream.of(
                Arguments.of("", "empty"),
                Arguments.of(" \n\t ", "empty"),
                Arguments.of("{", "ends too early"),
                Arguments.of("[1,", "ends too early"),
                Arguments.of("\"abc", "ends too early"),
                Arguments.of("{\"a\":1}}", "a closing bracket is not that"),
                Arguments.of("1 2", "more after the end"),
                Arguments.of("{} []", "more after the end"),
                Arguments.of("[1,]", "']' stands where a value should"),
                Arguments.of("{\"a\":1,}", "'}' stands where a key in double quotes should"),
                Arguments.of("{a:1}", "'a' stands where a key in double quotes should"),
                Arguments.of("{'a':1}", "''' stands where a key in double quotes should"),
                Arguments.of("[1 2]", "'2' stands where a comma or the closing bracket should"),
                Arguments.of("nul", "none of true, false and null"),
                Arguments.of("NaN", "no NaN and no Infinity"),
                Arguments.of("[-Infinity]", "no NaN and no Infinity"),
                Arguments.of("[+1]", "a plus sign in front"),
                Arguments.of("[01]", "a zero in front"),
                Arguments.of("[.5]", "'.' stands where a value should"),
                Arguments.of("[1.]", "a decimal point needs digits behind it"),
                Arguments.of("[1e]", "the exponent of a number has no digits"),
                Arguments.of("[-]", "a number is not written as JSON wants it"),
                Arguments.of("[1.2.3]", "a number is not written as JSON wants it"),
                Arguments.of("{\"a\" 1}", "'1' stands where a colon should"),
                Arguments.of("comment", "none of true, false and null"),
                Arguments.of("[\u00a01]", "stands where a value should"),
                Arguments.of("[0x10]", "a number is not written as JSON wants it"),
                Arguments.of("// x\n1", "comments"),
                Arguments.of("[/* x */1]", "comments"),
                Arguments.of("# x\n1", "'#' stands where a value should"),
                Arguments.of("{\"a\":1,\"a\":2}", "twice"),
                Arguments.of("{\"a\":1,\"\\u0061\":2}", "twice"),
                Arguments.of("[1e100000]", "too large"),
                Arguments.of("[-1e100000]", "too large"),
                Arguments.of("[" + "1e90000,".repeat(100_000) + "1]", "too many digits"),
                Arguments.of("[" + "9".repeat(100_001) + "]", "100000 digits"),
                Arguments.of("[1e999999999]", "too large"),
                Arguments.of("[1e99999999999999999999]", "too large"),
                Arguments.of("[1e-999999999]", "too close to zero"),
                Arguments.of("[0." + "9".repeat(100_000) + "]", "100000 digits"),
                Arguments.of("9".repeat(1 << 20), "100000 digits"),
                Arguments.of("\"a\u0000b\"", "control character"),
                Arguments.of("\"a\\u0000b\"", "U+0000"),
                Arguments.of("\"\\u001b[31m\"", "U+001B"),
                Arguments.of("{\"a\\u0007\":1}", "U+0007"),
                Arguments.of("\"\\b\"", "U+0008"),
                Arguments.of("\"\uD83D\"", "U+D83D"),
                Arguments.of("\"\\ud83d\"", "U+D83D"),
                Arguments.of("\"\\ude00\\ud83d\"", "U+DE00"),
                Arguments.of("{\"\\ud83dx\":1}", "surrogate"),
                Arguments.of("\u00001", "control character"),
                Arguments.of("\"\\x41\"", "a backslash that begins no escape"),
                Arguments.of("[".repeat(101) + "]".repeat(101), "100 levels"),
                Arguments.of("[".repeat(10_000) + "]".repeat(10_000), "100 levels"),
                Arguments.of("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000), "100 levels"),
                Arguments.of("[".repeat(1 << 20), "100 levels"),
                Arguments.of("x".repeat(1 << 20), "none of true, false and null"));
    }

    @ParameterizedTest
    @MethodSource("hostileDocuments")
    void read_refusesHostileDocuments(String document, String reason) {
        MillraceException refused = refused(document);
        assertEquals(ErrorCode.MALFORMED_REQUEST, refused.code());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertTrue(refused.getMessage().length() < 600, refused.getMessage());
        assertFalse(
                refused.getMessage().matches("(?s).*(Source|REDACTED|Feature|token|marker|tools\\.|code \\d).*"),
                refused::getMessage);
        assertEquals(Optional.empty(), Scalars.flaw(refused.getMessage()));
    }

    private static MillraceException refused(String document) {
        return assertTimeoutPreemptively(LIMIT, () -> assertThrows(MillraceException.class, () -> Json.read(document)));
    }

    @Test
    void read_acceptsAHundredLevels() {
        Json.read("[".repeat(100) + "]".repeat(100));
    }

    @ParameterizedTest
    @CsvSource({"0e999999999", "-0.0", "0.000e-99999999999999", "-0"})
    void read_takesAnyZeroForZero(String zero) {
        assertEquals(0, Json.read(zero).decimalValue().signum());
        assertTrue(Json.read(zero).decimalValue().toPlainString().length() < 6);
    }

    @Test
    void read_saysWhereTheFlawIs() {
        MillraceException refused = refused("{\"a\": 1,\n \"b/c\": [true, \"\\u0000\"]}");
        assertEquals("/b~1c/1", refused.violations().get(0).pointer());
        assertTrue(refused.getMessage().contains("line 2, column 16"), refused.getMessage());
        assertEquals("/a", refused("{\"a\":1e999999}").violations().get(0).pointer());
    }

    @ParameterizedTest
    @CsvSource({"22ff22", "22c080", "22eda080", "f4908080", "fffe3100", "00310032"})
    void read_refusesWhatIsNotUtf8(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        MillraceException refused = assertThrows(MillraceException.class, () -> Json.read(bytes));
        assertEquals(ErrorCode.MALFORMED_REQUEST, refused.code());
    }

    /** Whatever the bytes: a value, or a refusal. */
    @Test
    void read_neverFailsInAnotherWay() {
        String alphabet = "{}[]\",:\\u0d83e+-.127 \n\u0000\uD83Dtruefalsn/*é";
        Random random = new Random(20260101);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder document = new StringBuilder();
            for (int i = random.nextInt(24); i >= 0; i--) {
                document.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Json.write(Json.read(document.toString()));
            } catch (MillraceException refused) {
                assertEquals(ErrorCode.MALFORMED_REQUEST, refused.code());
            }
        }
    }

    @Test
    void canonical_dependsOnContentOnly() {
        assertEquals(
                "{\"a\":[{\"c\":1,\"d\":2}],\"b\":1.50}",
                Json.canonical(Json.read("{ \"b\": 1.50, \"a\": [{\"d\":2, \"c\":1}] }")));
        ObjectNode made = Json.mapper().createObjectNode().put("b", 2).put("a", 1);
        assertEquals("{\"b\":2,\"a\":1}", Json.write(made));
        assertEquals("{\"a\":1,\"b\":2}", Json.canonical(made));
    }

    @Test
    void sha256Hex_isTheDigestOfTheUtf8Text() {
        assertEquals("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c", Json.sha256Hex("é"));
    }
}

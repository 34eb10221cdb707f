package dev.millrace.standalone.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

final class ExactJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":1234567890123456.78,\"e\":1e400,\"p\":19.90}",
                "[-0,-0.0,0.0,0e0,1E+5,1e5,1.50E3,1e-400,100000000000000000000000000000.10]",
                "[9007199254740993,9223372036854775807,9223372036854775808,-123456789012345678901234567890]",
                "[1e99999999999999999999,0.1000000000000000055511151231257827021181583404541015625]",
                "{\"ü\":\"日本 😀\",\"quoted\":\"a\\\"b\\\\c\\n\",\"half\":\"x\\udfffy\\ud800\"}",
                "[null,true,false,\"\",{},[]]"
            })
    void whatIsRead_isWrittenAsItWas(String document) {
        JsonNode read = ExactJson.read(document);

        assertEquals(document, ExactJson.compact(read));
        assertEquals(document, ExactJson.compact(ExactJson.read(ExactJson.indented(read))));
        assertEquals(document, ExactJson.compact(read.deepCopy()));
    }

    @Test
    void numbers_stayNumbers() {
        JsonNode read = ExactJson.read("[1e400,-0,7]".getBytes(StandardCharsets.UTF_8));

        read.forEach(number -> assertTrue(number.isNumber()));
        assertTrue(read.get(1).isIntegralNumber());
        assertEquals("1e400", read.get(0).asString());
        assertEquals(7, read.get(2).asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{\"a\":1,\"a\":2}", "1 2", "{", "[1,]", "NaN", "01", "+1", ".5", "tru", "'a'"})
    void whatIsNotOneDocument_isRefused(String text) {
        assertThrows(JacksonException.class, () -> ExactJson.read(text));
    }

    @Test
    void longNamesAndStrings_areRead() {
        String document = "{\"" + "n".repeat(100_000) + "\":" + "1".repeat(5_000) + "}";

        assertEquals(document, ExactJson.compact(ExactJson.read("\uFEFF" + document)));
    }
}

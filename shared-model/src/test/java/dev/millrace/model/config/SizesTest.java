package dev.millrace.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "512,512",
        "64KiB,65536",
        "512MiB,536870912",
        "2GiB,2147483648",
        "3TiB,3298534883328",
        "1025,1025"
    })
    void parse_readsWhatFormatWrites(String text, long bytes) {
        assertEquals(bytes, Sizes.parse(text));
        assertEquals(text, Sizes.format(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KiB",
                "1KB",
                "1kib",
                "1 KiB",
                "-1",
                "1.5KiB",
                "9223372036854775808",
                "9007199254740992KiB",
                "064KiB",
                "+1",
                "٦٤KiB",
                "1 "
            })
    void parse_refusesOtherFormsAndWhatOverflows(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Sizes.parse(text))
                .getMessage();
        assertTrue(message.contains("64KiB"), message);
    }
}

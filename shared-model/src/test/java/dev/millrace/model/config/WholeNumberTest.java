package dev.millrace.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeNumberTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 12345, Integer.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    void parse_readsWhatJavaWrites(long number) {
        String text = Long.toString(number);
        assertEquals(OptionalLong.of(number), WholeNumber.parse(text));
        assertTrue(text.matches(WholeNumber.FORM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "+5", "-5", "-0", "00", "00005", "05", " 5", "5 ", "5\n", "\u00a05", "5.0", "5e1", "0x5",
                "1_000", "1,000", "٥", "1٥", "५", "５", "𝟓", "²", "½", "Ⅴ", "five", "5\0", "\u200b5"
            })
    void parse_refusesOtherSpellings(String text) {
        assertEquals(OptionalLong.empty(), WholeNumber.parse(text));
        assertFalse(text.matches(WholeNumber.FORM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775808", "9999999999999999999", "18446744073709551617", "10000000000000000000000"})
    void parse_refusesWhatOverflows(String text) {
        assertEquals(OptionalLong.empty(), WholeNumber.parse(text));
    }

    @Test
    void within_holdsToItsBounds() {
        assertEquals(1, WholeNumber.within("1", 1, 200));
        assertEquals(200, WholeNumber.within("200", 1, 200));
        String message = assertThrows(IllegalArgumentException.class, () -> WholeNumber.within("201", 1, 200))
                .getMessage();
        assertEquals("must be a whole number from 1 to 200", message);
    }
}

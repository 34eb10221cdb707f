package dev.millrace.model.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExcerptTest {
    @ParameterizedTest
    @CsvSource({"abc,3,abc", "abcd,3,ab…", "a,1,a", "ab,1,…", "'',5,''"})
    void of_isNeverLongerThanAsked(String text, int longest, String excerpt) {
        assertEquals(excerpt, Excerpt.of(text, longest));
    }

    @Test
    void of_cutsNoCharacterInTwo() {
        assertEquals("a…", Excerpt.of("a\uD83D\uDE00bc", 3));
        assertEquals("a\uD83D\uDE00…", Excerpt.of("a\uD83D\uDE00bc", 4));
        assertEquals("…", Excerpt.of("\uD83D\uDE00bc", 2));
    }
}

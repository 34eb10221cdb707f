package dev.millrace.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({"0s,0", "500ms,500", "30s,30000", "5m,300000", "1h30m,5400000", "2d,172800000", "1s20ms,1020"})
    void parse_readsWhatFormatWrites(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), Durations.parse(text));
        assertEquals(text, Durations.format(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({"90m,1h30m", "0ms,0s", "24h,1d", "1d0h5ms,1d5ms"})
    void parse_takesAnyAmountOfAUnit(String text, String shortest) {
        assertEquals(shortest, Durations.format(Durations.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "5", "5 s", "-5s", "+5s", "1.5s", "1m1h", "1s1s", "5S", "1w", "PT5S", "٣s", "5s\n", "ms",
                "007s", "00s", "1m05s", "５s"
            })
    void parse_refusesOtherForms(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text))
                .getMessage();
        assertTrue(message.contains("1h30m"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775807d", "9223372036854775808ms", "9223372036854775807ms1s", "106751991167300d24h"
            })
    void parse_refusesWhatOverflows(String text) {
        assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
    }

    @Test
    void parse_readsTheLongestDuration() {
        Duration longest = Duration.ofMillis(Long.MAX_VALUE);
        assertEquals(longest, Durations.parse(Durations.format(longest)));
    }

    @Test
    void format_leavesOutLessThanAMillisecond() {
        assertEquals("0s", Durations.format(Duration.ofNanos(999_999)));
        assertThrows(IllegalArgumentException.class, () -> Durations.format(Duration.ofMillis(-1)));
    }
}

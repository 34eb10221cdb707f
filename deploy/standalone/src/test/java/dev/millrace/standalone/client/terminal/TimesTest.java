package dev.millrace.standalone.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, now",
        "PT0.9S, now",
        "PT3S, 3s ago",
        "PT59S, 59s ago",
        "PT60S, 1m ago",
        "PT2H59M, 2h ago",
        "PT47H, 47h ago",
        "PT48H, 2d ago",
        "PT-5M, in 5m"
    })
    void relative_isRoundedDown(Duration ago, String text) {
        assertEquals(text, Times.relative(NOW.minus(ago), NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, 0ms",
        "PT0.040S, 40ms",
        "PT1.249S, 1.2s",
        "PT59.999S, 59.9s",
        "PT3M5S, 3m05s",
        "PT2H7M30S, 2h07m",
        "PT49H, 49h00m"
    })
    void length_hasTwoUnitsAtMost(Duration length, String text) {
        assertEquals(text, Times.length(length));
    }
}

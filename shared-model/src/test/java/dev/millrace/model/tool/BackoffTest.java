package dev.millrace.model.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "9, 256000", "10, 300000", "1000000, 300000", "2147483647, 300000"})
    void after_growsByTheFactorUpToTheMaximum(int failures, long millis) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0);

        assertEquals(Duration.ofMillis(millis), backoff.after(failures, random));
    }

    @Test
    void after_withFactorOneStaysTheSame() {
        assertEquals(
                Duration.ofSeconds(3),
                new Backoff(Duration.ofSeconds(3), 1, Duration.ofMinutes(5), 0).after(50, random));
    }

    @Test
    void after_withoutInitialWaitIsAtOnce() {
        assertEquals(Duration.ZERO, new Backoff(Duration.ZERO, 2, Duration.ofMinutes(5), 1).after(5, random));
        assertEquals(Duration.ZERO, new Backoff(Duration.ZERO, 100, Duration.ofDays(1), 0).after(5_000, random));
    }

    @Test
    void after_isMovedByTheJitterEitherWay() {
        Backoff backoff = new Backoff(Duration.ofSeconds(10), 2, Duration.ofSeconds(10), 0.2);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 10_000; i++) {
            long millis = backoff.after(1, random).toMillis();
            least = Math.min(least, millis);
            most = Math.max(most, millis);
        }
        assertTrue(least >= 8_000 && least < 8_100, "least " + least);
        assertTrue(most <= 12_000 && most > 11_900, "most " + most);
        assertNotEquals(backoff.after(1, random), backoff.after(1, random));
    }
}

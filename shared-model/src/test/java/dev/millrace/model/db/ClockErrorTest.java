package dev.millrace.model.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockErrorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long TEN_MINUTES = 600_000;

    private final ClockError clock = new ClockError();

    /** @param before and {@code after}: how long before its answer Postgres was asked, and after it heard */
    private long note(long ahead, long before, long after) {
        Instant here = NOW.plusMillis(ahead);
        clock.note(here.minusMillis(before), NOW, here.plusMillis(after));
        return clock.millisAhead();
    }

    @Test
    void aboutRight_isLeftAlone() {
        assertEquals(0, note(0, 1, 1));
        assertEquals(0, note(1_500, 1, 1));
        assertEquals(0, note(-1_500, 1, 300));
    }

    @Test
    void slowAnswers_areMadeGoodByFastOnes() {
        assertEquals(TEN_MINUTES + 25, note(TEN_MINUTES, 0, 50));
        assertEquals(TEN_MINUTES + 1, note(TEN_MINUTES, 0, 2));
        assertEquals(TEN_MINUTES + 1, note(TEN_MINUTES, 30, 90));
    }

    @Test
    void clockThatIsSet_isFollowed() {
        assertEquals(-TEN_MINUTES, note(-TEN_MINUTES, 1, 1));
        assertEquals(TEN_MINUTES, note(TEN_MINUTES, 1, 1));
        assertEquals(0, note(0, 1, 1));
    }

    @Test
    void clockThatIsSetBetweenQuestionAndAnswer_isLeftToTheNextAnswer() {
        assertEquals(0, note(TEN_MINUTES, 1, -TEN_MINUTES));
    }
}

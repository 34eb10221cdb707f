package dev.millrace.standalone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RestartPauseTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final RestartPause pause = new RestartPause(SECOND, Duration.ofSeconds(5));

    @Test
    void thePauseGrows_upToTheLongest() {
        assertEquals(List.of(1L, 2L, 4L, 5L, 5L), pausesInSeconds(5));
    }

    @Test
    void thePauseIsShortAgain_afterALongLife() {
        pausesInSeconds(4);

        assertEquals(SECOND, pause.after(Duration.ofHours(1)));
        assertEquals(SECOND.multipliedBy(2), pause.after(SECOND));
    }

    private List<Long> pausesInSeconds(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> pause.after(SECOND).toSeconds())
                .toList();
    }
}

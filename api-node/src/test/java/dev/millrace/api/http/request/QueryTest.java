package dev.millrace.api.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class QueryTest {
    @Test
    void values_areDecoded() {
        Query query = Query.parse("q=a%20b+c%2B%C3%A4&label=x:1&label=y:2&flag&empty=");
        assertEquals(Optional.of("a b c+ä"), query.text("q"));
        assertEquals(List.of("x:1", "y:2"), query.list("label"));
        assertEquals(Optional.of(""), query.text("flag"));
        assertEquals(Optional.of(""), query.text("empty"));
        assertEquals(Optional.empty(), query.text("absent"));
    }

    @Test
    void number_staysWithinItsBounds() {
        Query query = Query.parse("low=0&high=200&word=ten&huge=99999999999999999999&twice=1&twice=2");
        assertEquals(50, query.number("absent", 1, 200, 50));
        assertEquals(200, query.number("high", 1, 200, 50));
        for (String name : List.of("low", "word", "huge", "twice")) {
            assertMalformed(name, () -> query.number(name, 1, 200, 50));
        }
    }

    @Test
    void duration_hasAMaximum() {
        Query query = Query.parse("short=PT1S&long=PT2M&wrong=soon");
        Duration max = Duration.ofMinutes(1);
        assertEquals(Duration.ofSeconds(1), query.duration("short", QueryTest::iso, max, Duration.ZERO));
        assertEquals(Duration.ZERO, query.duration("absent", QueryTest::iso, max, Duration.ZERO));
        assertMalformed("long", () -> query.duration("long", QueryTest::iso, max, Duration.ZERO));
        assertMalformed("wrong", () -> query.duration("wrong", QueryTest::iso, max, Duration.ZERO));
    }

    @Test
    void constants_areSpelledExactly() {
        Query query = Query.parse("state=QUEUED&state=RUNNING&wrong=queued");
        assertEquals(
                List.of(JobState.QUEUED, JobState.RUNNING), query.constants("state", JobState.class, JobState::name));
        assertMalformed("wrong", () -> query.constants("wrong", JobState.class, JobState::name));
    }

    @Test
    void uuid_hasOneSpelling() {
        Query query = Query.parse("id=123e4567-e89b-12d3-a456-426614174000&short=1-1-1-1-1");
        assertTrue(query.uuid("id").isPresent());
        assertMalformed("short", () -> query.uuid("short"));
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("not a duration", e);
        }
    }

    private static void assertMalformed(String name, Executable reading) {
        MillraceException refused = assertThrows(MillraceException.class, reading);
        assertEquals(ErrorCode.MALFORMED_REQUEST, refused.code());
        assertTrue(refused.getMessage().contains(name), refused.getMessage());
    }
}

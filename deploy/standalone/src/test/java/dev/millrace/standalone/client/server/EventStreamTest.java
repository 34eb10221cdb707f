package dev.millrace.standalone.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Connections here are texts that end when they end; "away" is a server that does not answer. */
final class EventStreamTest {
    private static final URI ADDRESS = URI.create("http://millrace.example");
    private static final String END = "event: end\ndata: {}\n\n";

    private final Deque<String> connections = new ArrayDeque<>();
    private final List<@Nullable String> resumedAfter = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void aBrokenConnection_isResumedAfterTheLastEvent_withNothingTwice() {
        connections.add(event("1:1", "a") + event("1:2", "b") + "id: 1:3\ndata: half");
        connections.add(event("1:3", "c") + END + event("1:4", "after the end"));

        assertEquals(List.of("a", "b", "c"), follow());
        assertEquals(Arrays.asList(null, "1:2"), resumedAfter);
    }

    @Test
    void aServerThatIsAway_isTriedAgainAtGrowingIntervals() {
        connections.addAll(List.of("away", "away", "away", "away", "away", "away", "away", END));

        assertEquals(List.of(), follow());
        assertEquals(
                List.of(250L, 500L, 1000L, 2000L, 4000L, 5000L, 5000L),
                pauses.stream().map(Duration::toMillis).toList());
    }

    @Test
    void whateverArrives_renewsThePatience() {
        connections.addAll(List.of("away", "away", event("1", "a"), "away", END));

        follow();

        assertEquals(
                List.of(250L, 500L, 250L, 500L),
                pauses.stream().map(Duration::toMillis).toList());
    }

    @Test
    void patience_ends() {
        for (int tries = 0; tries < 1000; tries++) {
            connections.add("away");
        }

        assertThrows(UnreachableException.class, this::follow);

        Duration waited = pauses.stream().reduce(Duration.ZERO, Duration::plus);
        assertTrue(waited.compareTo(Duration.ofMinutes(2)) >= 0, waited.toString());
        assertTrue(waited.compareTo(Duration.ofMinutes(3)) < 0, waited.toString());
    }

    @Test
    void aRefusal_isNotTriedAgain() {
        RefusedException refusal = new RefusedException(404, "NOT_FOUND", "There is no such job");
        EventStream stream = new EventStream(
                lastEventId -> {
                    throw refusal;
                },
                ADDRESS,
                new Patience(pauses::add));

        assertEquals(refusal, assertThrows(RefusedException.class, () -> stream.follow(event -> {})));
        assertEquals(List.of(), pauses);
    }

    private List<String> follow() {
        List<String> received = new ArrayList<>();
        new EventStream(this::open, ADDRESS, new Patience(pauses::add)).follow(event -> received.add(event.data()));
        return received;
    }

    private InputStream open(@Nullable String lastEventId) {
        String connection = connections.remove();
        if (connection.equals("away")) {
            throw UnreachableException.silent(ADDRESS);
        }
        resumedAfter.add(lastEventId);
        return new ByteArrayInputStream(connection.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String id, String data) {
        return "id: " + id + "\nevent: line\ndata: " + data + "\n\n";
    }
}

package dev.millrace.api.rest.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.LiveEvents;
import dev.millrace.api.LiveEvents.Event;
import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.model.job.Job;
import dev.millrace.test.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class LogRouteTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void pages_holdEveryLineOnce() {
        String queue = TestNode.newQueue();
        String logs = NODE.submitTo(queue) + "/logs";
        Job job = NODE.worker().claim(queue);
        NODE.worker().log(job, 1, "one", "!two", "three");
        NODE.worker().log(job, 4, "four", "!five");
        JsonNode first = CLIENT.get(logs + "?limit=3").json();
        assertEquals(List.of("one", "!two", "three"), texts(first));
        assertEquals("stderr", first.at("/items/1/stream").stringValue());
        assertEquals(1, first.get("attempt").intValue());
        assertEquals(3, first.get("next").intValue());
        JsonNode second = CLIENT.get(logs + "?limit=3&after=3").json();
        assertEquals(List.of("four", "!five"), texts(second));
        assertTrue(second.get("next").isNull());
        assertEquals(
                List.of("!two", "!five"),
                texts(CLIENT.get(logs + "?stream=stderr").json()));
        assertEquals(
                List.of("!five"),
                texts(CLIENT.get(logs + "?stream=stderr&after=2").json()));
        assertEquals(
                List.of("!two"),
                texts(CLIENT.get(logs + "?stream=stderr&limit=1").json()));
        assertTrue(texts(CLIENT.get(logs + "?after=9223372036854775806").json()).isEmpty());
    }

    @Test
    void text_isEveryLine() {
        String queue = TestNode.newQueue();
        String logs = NODE.submitTo(queue) + "/logs";
        assertEquals("", CLIENT.get(logs, "Accept", "text/plain").body());
        Job job = NODE.worker().claim(queue);
        String[] lines = IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> "line " + i + " ü")
                .toArray(String[]::new);
        NODE.worker().log(job, 1, lines);
        ApiResponse text = CLIENT.get(logs, "Accept", "text/plain");
        assertEquals("text/plain;charset=utf-8", text.contentType());
        assertEquals(List.of(lines), text.body().lines().toList());
        assertEquals(
                "line 5000 ü\n",
                CLIENT.get(logs + "?after=4999", "Accept", "text/plain;q=1, */*;q=0.1")
                        .body());
    }

    @Test
    void attempt_isTheNewestUnlessNamed() {
        String queue = TestNode.newQueue();
        String logs = NODE.submitTo(queue) + "/logs";
        assertTrue(texts(CLIENT.get(logs).json()).isEmpty());
        twoAttempts(queue);
        assertEquals(List.of("second"), texts(CLIENT.get(logs).json()));
        assertEquals(List.of("first"), texts(CLIENT.get(logs + "?attempt=1").json()));
        assertTrue(texts(CLIENT.get(logs + "?attempt=3").json()).isEmpty());
    }

    private static void twoAttempts(String queue) {
        Job first = NODE.worker().claim(queue);
        NODE.worker().log(first, 1, "first");
        NODE.worker().fail(first, Duration.ZERO);
        Eventually.eventually("it is due", () -> NODE.worker().enqueueDue() > 0);
        Job second = NODE.worker().claim(queue);
        NODE.worker().log(second, 1, "second");
        NODE.worker().succeed(second, null);
    }

    @Test
    void stream_followsOverAllAttempts_toTheEnd() {
        String queue = TestNode.newQueue();
        String logs = NODE.submitTo(queue) + "/logs";
        try (LiveEvents live = LiveEvents.open(NODE, logs)) {
            Job first = NODE.worker().claim(queue);
            NODE.worker().log(first, 1, "one");
            assertEquals("1:1 one", shown(live.next().orElseThrow()));
            NODE.worker().log(first, 2, "two", "three");
            assertEquals(
                    List.of("1:2 two", "1:3 three"),
                    live.next(2).stream().map(LogRouteTest::shown).toList());
            NODE.worker().fail(first, Duration.ZERO);
            Eventually.eventually("it is due", () -> NODE.worker().enqueueDue() > 0);
            Job second = NODE.worker().claim(queue);
            NODE.worker().log(second, 1, "again");
            NODE.worker().succeed(second, null);
            List<Event> rest = live.rest();
            assertEquals("2:1 again", shown(rest.get(0)));
            assertEquals("end", rest.get(1).name());
            assertEquals("{\"state\":\"SUCCEEDED\"}", rest.get(1).data().toString());
            assertEquals(2, rest.size());
        }
    }

    @Test
    void stream_resumesAfterTheLastLine() {
        String queue = TestNode.newQueue();
        String logs = NODE.submitTo(queue) + "/logs";
        twoAttempts(queue);
        assertEquals(List.of("line", "line", "end"), names(logs));
        assertEquals(List.of("line", "line", "end"), names(logs, "Last-Event-ID", "0:0"));
        assertEquals(List.of("line", "end"), names(logs, "Last-Event-ID", "1:1"));
        assertEquals(List.of("end"), names(logs, "Last-Event-ID", "2:1"));
        assertEquals(List.of("line", "end"), names(logs + "?attempt=1&after=1"));
        assertEquals(List.of("line", "end"), names(logs + "?attempt=2"));
        assertEquals(List.of("end"), names(logs + "?after=1"));
        assertEquals(List.of("line", "end"), names(logs + "?after=1", "Last-Event-ID", "1:1"));
        assertEquals(List.of("end"), names(logs + "?stream=stderr"));
        assertEquals(List.of("end"), names(logs, "Last-Event-ID", "999999999:999999999999999999"));
    }

    private static List<String> names(String logs, String... headers) {
        try (LiveEvents live = LiveEvents.open(NODE, logs, headers)) {
            return live.rest().stream().map(Event::name).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attempt=0",
                "attempt=x",
                "attempt=99999999999",
                "after=-1",
                "after=9223372036854775807",
                "limit=0",
                "limit=1001",
                "stream=out",
                "stream=STDOUT",
                "line=1"
            })
    void badQuery_isMalformed(String query) {
        String logs = NODE.submitTo(TestNode.newQueue()) + "/logs?" + query;
        for (String accepted : List.of("application/json", "text/plain", "text/event-stream")) {
            assertEquals(400, CLIENT.get(logs, "Accept", accepted).status(), accepted);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1:", ":1", "1:1:1", "-1:1", "x", "1:9999999999999999999", "9999999999:1"})
    void badLastEventId_isMalformed(String id) {
        String logs = NODE.submitTo(TestNode.newQueue()) + "/logs";
        ApiResponse response = CLIENT.get(logs, "Accept", "text/event-stream", "Last-Event-ID", id);
        assertEquals(400, response.status(), response.body());
    }

    private static List<String> texts(JsonNode page) {
        return page.get("items").findValuesAsString("text");
    }

    private static String shown(Event event) {
        return event.id() + " " + event.data().get("text").stringValue();
    }
}

package dev.millrace.api.rest.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.LiveEvents;
import dev.millrace.api.LiveEvents.Event;
import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.model.job.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class EventRouteTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void pages_holdEveryEventOnce() {
        String events = endedJob() + "/events";
        JsonNode all = CLIENT.get(events).json();
        assertEquals(
                List.of("QUEUED", "RUNNING", "PROGRESS", "SUCCEEDED"),
                all.get("items").findValuesAsString("type"));
        assertTrue(all.get("next").isNull());
        List<String> paged = new ArrayList<>();
        Optional<Long> after = Optional.of(0L);
        while (after.isPresent()) {
            JsonNode page = CLIENT.get(events + "?limit=1&after=" + after.get()).json();
            paged.addAll(page.get("items").findValuesAsString("type"));
            after = Optional.of(page.get("next")).filter(next -> !next.isNull()).map(JsonNode::longValue);
        }
        assertEquals(all.get("items").findValuesAsString("type"), paged);
        assertEquals("{\"percent\":7,\"message\":\"x\"}", sorted(all.at("/items/2/data")));
    }

    private static String sorted(JsonNode data) {
        return "{\"percent\":" + data.get("percent") + ",\"message\":" + data.get("message") + "}";
    }

    private static String endedJob() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        Job attempt = NODE.worker().claim(queue);
        NODE.worker().progress(attempt, 7, "x");
        NODE.worker().succeed(attempt, null);
        return job;
    }

    @Test
    void streamOfAJob_tellsThePast_andEndsWithTheJob() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        try (LiveEvents live = LiveEvents.open(NODE, job + "/events")) {
            assertEquals("QUEUED", type(live.next().orElseThrow()));
            Job attempt = NODE.worker().claim(queue);
            assertEquals("RUNNING", type(live.next().orElseThrow()));
            NODE.worker().succeed(attempt, null);
            List<Event> rest = live.rest();
            assertEquals("SUCCEEDED", type(rest.get(0)));
            assertEquals("job", rest.get(0).name());
            assertEquals("end", rest.get(1).name());
            assertEquals("{\"state\":\"SUCCEEDED\"}", rest.get(1).data().toString());
            assertEquals(2, rest.size());
        }
    }

    @Test
    void streamOfAJob_resumesAfterTheLastEvent() {
        String events = endedJob() + "/events";
        List<Event> all = rest(events);
        assertEquals(5, all.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(
                    all.subList(i + 1, 4),
                    jobEvents(rest(events, "Last-Event-ID", all.get(i).id())));
            assertEquals(
                    all.subList(i + 1, 4),
                    jobEvents(rest(events + "?after=" + all.get(i).id())));
        }
    }

    @Test
    void clientThatHasTheLastEvent_isToldTheEnd() {
        String events = endedJob() + "/events";
        List<Event> all = rest(events);
        assertEquals(
                List.of(all.get(4)), rest(events, "Last-Event-ID", all.get(3).id()));
    }

    private static List<Event> rest(String path, String... headers) {
        try (LiveEvents live = LiveEvents.open(NODE, path, headers)) {
            return live.rest();
        }
    }

    private static List<Event> jobEvents(List<Event> events) {
        return events.stream().filter(event -> event.name().equals("job")).toList();
    }

    @Test
    void streamOfAll_tellsWhatHappensFromNowOn_andResumes() {
        String earlier = endedJob();
        try (LiveEvents live = LiveEvents.open(NODE, "/api/v1/events")) {
            String job = endedJob();
            List<Event> events = live.next(4);
            assertEquals(
                    List.of("QUEUED", "RUNNING", "PROGRESS", "SUCCEEDED"),
                    events.stream().map(EventRouteTest::type).toList());
            events.forEach(event -> {
                assertTrue(job.endsWith(event.data().get("jobId").stringValue()));
                assertEquals(event.id(), event.data().get("number").asString());
            });
            try (LiveEvents resumed = LiveEvents.open(
                    NODE, "/api/v1/events", "Last-Event-ID", events.get(1).id())) {
                assertEquals(events.subList(2, 4), resumed.next(2));
            }
            try (LiveEvents fromStart = LiveEvents.open(NODE, "/api/v1/events?after=0")) {
                assertTrue(fromStart.next(1).get(0).data().get("number").longValue()
                        < Long.parseLong(events.get(0).id()));
            }
        }
        assertEquals("SUCCEEDED", NODE.stateOf(earlier));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", "1:1", "9999999999999999999"})
    void badPosition_isMalformed(String position) {
        String job = NODE.submitTo(TestNode.newQueue());
        for (String path : List.of("/api/v1/events", job + "/events")) {
            assertMalformed(CLIENT.get(path, "Last-Event-ID", position, "Accept", "text/event-stream"));
            assertMalformed(CLIENT.get(path + "?after=" + position, "Accept", "text/event-stream"));
        }
        assertMalformed(CLIENT.get(job + "/events?limit=" + position.replace("1.5", "1001")));
    }

    private static void assertMalformed(ApiResponse response) {
        assertEquals(400, response.status(), response.body());
        assertEquals("MALFORMED_REQUEST", response.json().get("code").stringValue());
    }

    private static String type(Event event) {
        return event.data().get("type").stringValue();
    }
}

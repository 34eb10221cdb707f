package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JobListTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void pages_holdEveryJobOnce_newestFirst() {
        String queue = TestNode.newQueue();
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            submitted.add(NODE.submitTo(queue));
        }
        Collections.reverse(submitted);
        List<String> listed = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonNode page =
                    CLIENT.get("/api/v1/jobs?limit=3&queue=" + queue + cursor).json();
            listed.addAll(paths(page));
            cursor = page.get("next").isNull()
                    ? null
                    : "&cursor=" + page.get("next").stringValue();
            pages++;
        }
        assertEquals(3, pages);
        assertEquals(submitted, listed);
    }

    @Test
    void pageThatIsJustFull_hasNoNext() {
        String queue = TestNode.newQueue();
        NODE.submitTo(queue);
        NODE.submitTo(queue);
        JsonNode page = CLIENT.get("/api/v1/jobs?limit=2&queue=" + queue).json();
        assertEquals(2, page.get("items").size());
        assertTrue(page.get("next").isNull());
        assertEquals(200, CLIENT.get("/api/v1/jobs?limit=200").status());
    }

    @Test
    void state_mayBeRepeated() {
        String queue = TestNode.newQueue();
        String cancelled = NODE.submitTo(queue);
        CLIENT.post(cancelled + "/cancel");
        String running = NODE.submitTo(queue);
        NODE.worker().claim(queue);
        String queued = NODE.submitTo(queue);
        assertListed(List.of(queued, running, cancelled), "queue=" + queue);
        assertListed(List.of(queued, cancelled), "state=QUEUED&state=CANCELLED&queue=" + queue);
        assertListed(List.of(running), "state=RUNNING&queue=" + queue);
        assertListed(List.of(), "state=FAILED&queue=" + queue);
    }

    @Test
    void labels_mustAllMatch() {
        String queue = TestNode.newQueue();
        String one = labelled(queue, "{\"team\":\"docs\",\"ref\":\"a:b\"}");
        String other = labelled(queue, "{\"team\":\"docs\"}");
        assertListed(List.of(other, one), "queue=" + queue + "&label=team:docs");
        assertListed(List.of(one), "queue=" + queue + "&label=team:docs&label=ref:a:b");
        assertListed(List.of(), "queue=" + queue + "&label=team:doc");
        assertListed(List.of(), "queue=" + queue + "&label=team:");
    }

    private static String labelled(String queue, String labels) {
        return NODE.submit("{\"tool\":\"anything\",\"queue\":\"" + queue + "\",\"labels\":" + labels + "}")
                .at("/links/self")
                .stringValue();
    }

    @Test
    void tool_mustMatchExactly() {
        String queue = TestNode.newQueue();
        NODE.submitTo(queue);
        assertListed(List.of(), "queue=" + queue + "&tool=echo");
        assertEquals(
                1,
                CLIENT.get("/api/v1/jobs?tool=anything&queue=" + queue)
                        .json()
                        .get("items")
                        .size());
        assertListed(List.of(), "tool=any%25");
    }

    @ParameterizedTest
    @CsvSource({
        "NEEDLE,1",
        "needle%20in,1",
        "%C3%84pfel,1",
        "%C3%A4PFEL,1",
        "100%25,1",
        "100_,0",
        "stack,0",
        "%5C,0",
        "'',2"
    })
    void text_isFoundAnywhere_whateverTheCase(String text, int found) {
        String queue = TestNode.newQueue();
        NODE.submit("""
                {"tool":"anything","queue":"%s","parameters":{"a":"Needle in Äpfel 100%%"}}""".formatted(queue));
        NODE.submit("""
                {"tool":"anything","queue":"%s","labels":{"b":"hay"}}""".formatted(queue));
        assertEquals(
                found,
                CLIENT.get("/api/v1/jobs?queue=" + queue + "&q=" + text)
                        .json()
                        .get("items")
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=queued",
                "state=",
                "state=QUEUED,RUNNING",
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=x",
                "limit=",
                "limit=1&limit=2",
                "limit=99999999999999999999",
                "cursor=x",
                "cursor=",
                "cursor=1-1-1-1-1",
                "label=x",
                "label=",
                "label=:x",
                "q=%00",
                "q=%ff",
                "q=%ed%a0%80",
                "colour=red",
                "tool=a&tool=b",
                "State=QUEUED"
            })
    void badQuery_isMalformed(String query) {
        ApiResponse response = CLIENT.get("/api/v1/jobs?" + query);
        assertEquals(400, response.status(), response.body());
        assertEquals("MALFORMED_REQUEST", response.json().get("code").stringValue());
    }

    private static void assertListed(List<String> expected, String query) {
        assertEquals(expected, paths(CLIENT.get("/api/v1/jobs?" + query).json()));
    }

    private static List<String> paths(JsonNode page) {
        return page.get("items")
                .valueStream()
                .map(job -> job.at("/links/self").stringValue())
                .toList();
    }
}

package dev.millrace.api.rest.queues;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.model.config.Durations;
import dev.millrace.model.job.Job;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class QueueRouteTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    private final String name = TestNode.newQueue();
    private final String path = "/api/v1/queues/" + name;

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private JsonNode submit(String rest) {
        return NODE.submit("{\"tool\":\"anything\",\"queue\":\"" + name + "\"" + rest + "}");
    }

    private JsonNode queue() {
        return CLIENT.get(path).json();
    }

    private boolean isListed() {
        JsonNode items = CLIENT.get("/api/v1/queues").json().get("items");
        return StreamSupport.stream(items.spliterator(), false)
                .anyMatch(queue -> queue.get("name").stringValue().equals(name));
    }

    private JsonNode post(String action) {
        ApiResponse response = CLIENT.post(path + action);
        assertEquals(200, response.status(), response.body());
        return response.json();
    }

    @Test
    void figures_followTheJobs() {
        JsonNode first = submit(",\"priority\":\"low\"");
        submit(",\"priority\":\"critical\"");
        submit(",\"priority\":\"low\"");
        submit(",\"delay\":\"1h\"");
        Job running = NODE.worker().claim(name);
        NODE.worker().register();

        JsonNode queue = queue();

        assertEquals(
                "2 1 1 1",
                queue.get("queued") + " " + queue.get("scheduled") + " " + queue.get("running") + " "
                        + queue.get("workers"));
        assertEquals(
                "{\"critical\":0,\"high\":0,\"normal\":0,\"low\":2}",
                queue.get("byPriority").toString());
        assertEquals(first.get("queuedAt"), queue.get("oldestQueuedAt"));
        Durations.parse(queue.get("oldestAge").stringValue());
        assertEquals("{\"in\":3,\"out\":0}", queue.get("ratePerMinute").toString());
        assertTrue(isListed());

        NODE.worker().succeed(running, null);
        assertEquals("{\"in\":3,\"out\":1}", queue().get("ratePerMinute").toString());
    }

    @Test
    void queueThatNobodyUses_isEmpty_andNotListed() {
        assertEquals(
                "{\"name\":\"" + name + "\",\"paused\":false,\"queued\":0,\"scheduled\":0,\"running\":0,"
                        + "\"oldestQueuedAt\":null,\"oldestAge\":null,"
                        + "\"byPriority\":{\"critical\":0,\"high\":0,\"normal\":0,\"low\":0},"
                        + "\"ratePerMinute\":{\"in\":0,\"out\":0},\"workers\":" + queue().get("workers") + "}",
                queue().toString());
        assertFalse(isListed());
        assertEquals("{\"cancelled\":0}", post("/clear").toString());
    }

    @Test
    void pausedQueue_isListed_andItsJobsWait() {
        assertTrue(post("/pause").get("paused").booleanValue());
        assertTrue(post("/pause").get("paused").booleanValue());
        assertTrue(isListed());

        JsonNode job = submit("");
        assertEquals("QUEUED", job.get("state").stringValue());
        assertEquals(List.of(), NODE.worker().claimAll(name));

        assertFalse(post("/resume").get("paused").booleanValue());
        assertFalse(post("/resume").get("paused").booleanValue());
        assertEquals(job.get("id").stringValue(), NODE.worker().claim(name).id().toString());
    }

    @Test
    void clear_cancelsWhatWaits_andSaysBeforehandHowMuch() {
        submit("");
        Job running = NODE.worker().claim(name);
        String queued = submit("").at("/links/self").stringValue();
        String scheduled = submit(",\"delay\":\"1h\"").at("/links/self").stringValue();

        assertEquals("{\"cancelled\":2}", post("/clear?dryRun=true").toString());
        assertEquals("QUEUED", NODE.stateOf(queued));

        assertEquals("{\"cancelled\":2}", post("/clear?dryRun=false").toString());
        assertEquals("CANCELLED", NODE.stateOf(queued));
        assertEquals("CANCELLED", NODE.stateOf(scheduled));
        assertEquals("RUNNING", NODE.stateOf("/api/v1/jobs/" + running.id()));
    }

    @Test
    void wrongRequests_areRefused() {
        for (String action : List.of("", "/pause", "/resume", "/clear")) {
            String wrong = "/api/v1/queues/Not%20a%20name" + action;
            ApiResponse response = action.isEmpty() ? CLIENT.get(wrong) : CLIENT.post(wrong);
            assertEquals(400, response.status(), response.body());
            assertEquals("MALFORMED_REQUEST", response.json().get("code").stringValue());
        }
        for (String query : List.of("dryRun=yes", "dryRun=", "dryRun=true&dryRun=true", "dry=true")) {
            assertEquals(400, CLIENT.post(path + "/clear?" + query).status(), query);
        }
    }

    @Test
    void clearedJobs_endTheWaitForThem() {
        String job = submit("").at("/links/self").stringValue();
        CompletableFuture<ApiResponse> waiting = CompletableFuture.supplyAsync(() -> CLIENT.get(job + "?wait=60s"));

        post("/clear");

        eventually("the wait ends", waiting::isDone);
        assertEquals("CANCELLED", waiting.join().json().get("state").stringValue());
    }
}

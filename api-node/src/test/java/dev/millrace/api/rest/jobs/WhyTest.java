package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.model.job.Job;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WhyTest {
    private final TestNode node = TestNode.start();
    private final String queue = TestNode.newQueue();

    @AfterEach
    void stop() {
        node.close();
    }

    private JsonNode why(String job) {
        return node.client().get(job + "/why").json();
    }

    private void assertWhy(String reason, String message, String job) {
        JsonNode why = why(job);
        assertEquals(reason, why.get("reason").stringValue());
        assertTrue(why.get("message").stringValue().contains(message), why::toString);
    }

    @Test
    void withoutAWorker_thatIsWhy() {
        String job = node.submitTo(queue);
        assertWhy("NO_WORKER", "no worker runs", job);
        assertTrue(why(job).get("workers").isEmpty());
    }

    @Test
    void busySlots_areNamedWithWhatTakesThem() {
        node.worker().register();
        String first = node.submitTo(queue);
        assertWhy("NEXT", "it is next", first);
        Job attempt = node.worker().claim(queue);
        for (int slot = 1; slot < 4; slot++) {
            node.submitTo(queue);
            node.worker().claim(queue);
        }
        assertWhy("RUNNING", "attempt 1", first);
        String second = node.submitTo(queue);
        String third = node.submitTo(queue);

        JsonNode why = why(third);

        assertWhy("SLOTS_BUSY", "1 go first", third);
        assertEquals(1, why.get("ahead").intValue());
        assertEquals(0, why(second).get("ahead").intValue());
        assertEquals(attempt.id().toString(), why.at("/running/0/id").stringValue());
        assertEquals(4, why.at("/workers/0/busy").intValue());
    }

    @Test
    void pausedQueue_isSaid_evenWithoutAWorker() {
        String job = node.submitTo(queue);
        node.client().post("/api/v1/queues/" + queue + "/pause");
        assertWhy("QUEUE_PAUSED", queue + " is paused", job);
    }

    @Test
    void timeThatHasNotCome_isSaid() {
        String delayed = node.submit("{\"tool\":\"anything\",\"delay\":\"1h\"}")
                .at("/links/self")
                .stringValue();
        assertWhy("DELAYED", "asked to start at", delayed);
        String failing = node.submitTo(queue);
        node.worker().fail(node.worker().claim(queue), Duration.ofHours(1));
        assertWhy("RETRY", "Attempt 1 failed with", failing);
    }

    @Test
    void endedOrUnknownJob_isSaid() {
        String job = node.submitTo(queue);
        node.worker().succeed(node.worker().claim(queue), null);
        assertWhy("ENDED", "SUCCEEDED", job);
        assertEquals(404, node.client().get("/api/v1/jobs/nope/why").status());
    }
}

package dev.millrace.api.rest.jobs.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BulkRetryTest {
    private static final TestNode NODE = TestNode.start();
    private static final String RETRY = "/api/v1/jobs/bulk/retry";

    private final String queue = TestNode.newQueue();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private String failed() {
        String job = NODE.submitTo(queue);
        NODE.worker().fail(NODE.worker().claim(queue), null);
        return job;
    }

    private JsonNode retry(String query) {
        ApiResponse response = NODE.client().post(RETRY + "?queue=" + queue + query);
        assertEquals(200, response.status(), response.body());
        return response.json();
    }

    @Test
    void failedJobs_areRetriedOnce() {
        String first = failed();
        failed();
        NODE.submitTo(queue);

        assertEquals(2, retry("&dryRun=true").get("count").intValue());
        assertEquals(2, retry("").get("count").intValue());
        assertEquals(0, retry("").get("count").intValue());

        JsonNode waiting = NODE.client()
                .get("/api/v1/jobs?state=QUEUED&queue=" + queue)
                .json()
                .get("items");
        assertEquals(3, waiting.size());
        assertTrue(waiting.valueStream()
                .anyMatch(job -> first.endsWith(job.get("retryOf").asString(""))
                        && !job.get("retryOf").isNull()));
        assertEquals("FAILED", NODE.stateOf(first));
    }

    @Test
    void retryThatFailsAgain_canBeRetriedAgain() {
        failed();
        assertEquals(1, retry("").get("count").intValue());
        NODE.worker().fail(NODE.worker().claim(queue), null);
        assertEquals(1, retry("").get("count").intValue());
    }

    @Test
    void ofJobsThatMustBeUnique_oneIsMade() {
        for (int i = 0; i < 2; i++) {
            NODE.submit("{\"tool\":\"anything\",\"queue\":\"" + queue + "\",\"unique\":{\"while\":\"running\"}}");
            NODE.worker().fail(NODE.worker().claim(queue), null);
        }

        JsonNode retried = retry("");

        assertEquals("1 1", retried.get("count") + " " + retried.get("duplicates"));
    }

    @Test
    void otherStates_mustBeNamed() {
        String job = NODE.submitTo(queue);
        NODE.worker().succeed(NODE.worker().claim(queue), null);
        assertEquals(0, retry("").get("count").intValue());
        assertEquals(1, retry("&state=SUCCEEDED").get("count").intValue());
        assertEquals("SUCCEEDED", NODE.stateOf(job));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?dryRun=true", "?state=QUEUED", "?tool=echo&state=RUNNING", "?tool=echo&dryRun=1", "?x=1"})
    void badConditions_areRefused(String query) {
        assertEquals(400, NODE.client().post(RETRY + query).status());
    }
}

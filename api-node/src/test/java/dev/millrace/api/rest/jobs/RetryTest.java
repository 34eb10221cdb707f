package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.model.job.Job;
import dev.millrace.test.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RetryTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void endedJob_isSubmittedAgainAsANewOne() {
        String queue = TestNode.newQueue();
        JsonNode job = NODE.submit("""
                {"tool":"echo","parameters":{"text":"hi","times":3},"queue":"%s","priority":"low","timeout":"7s",
                 "maxAttempts":2,"labels":{"team":"docs"}}""".formatted(queue));
        Job attempt = NODE.worker().claim(queue);
        NODE.worker().fail(attempt, null);
        ApiResponse response = CLIENT.post(job.at("/links/self").stringValue() + "/retry");
        assertEquals(202, response.status());
        JsonNode again = response.json();
        assertEquals(
                "/api/v1/jobs/" + again.get("id").stringValue(),
                response.header("Location").orElseThrow());
        assertNotEquals(job.get("id"), again.get("id"));
        assertEquals(job.get("id"), again.get("retryOf"));
        assertEquals("QUEUED", again.get("state").stringValue());
        assertEquals(0, again.get("attempt").intValue());
        for (String kept :
                new String[] {"tool", "parameters", "queue", "priority", "timeout", "maxAttempts", "labels"}) {
            assertEquals(job.get(kept), again.get(kept), kept);
        }
        assertEquals("FAILED", NODE.stateOf(job.at("/links/self").stringValue()));
    }

    @Test
    void jobThatHasNotEnded_isAConflict() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        assertConflict(job);
        NODE.worker().claim(queue);
        assertConflict(job);
        String scheduled = NODE.submit("{\"tool\":\"anything\",\"delay\":\"1h\"}")
                .at("/links/self")
                .stringValue();
        assertConflict(scheduled);
    }

    private static void assertConflict(String job) {
        ApiResponse response = CLIENT.post(job + "/retry");
        assertEquals(409, response.status());
        assertEquals("CONFLICT", response.json().get("code").stringValue());
    }

    @Test
    void parametersThatDoNotFitTheChangedTool_areInvalid() {
        NODE.writeManifest("growing", "name: growing\nparameters: {type: object}\nrun: {command: [echo]}\n");
        Eventually.eventually(
                "the tool is there", () -> CLIENT.get("/api/v1/tools/growing").status() == 200);
        String job = NODE.submit("{\"tool\":\"growing\"}").at("/links/self").stringValue();
        assertEquals(202, CLIENT.post(job + "/cancel").status());
        NODE.writeManifest("growing", """
                name: growing
                parameters: {type: object, properties: {now: {type: string}}, required: [now]}
                run: {command: [echo]}
                """);
        Eventually.eventually(
                "the retry is refused", () -> CLIENT.post(job + "/retry").status() == 422);
        NODE.deleteManifest("growing");
        Eventually.eventually(
                "the tool is gone", () -> CLIENT.post(job + "/retry").status() == 404);
    }
}

package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.model.job.Job;
import dev.millrace.test.AtOnce;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CancelTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void jobThatWaits_isCancelledInTheAnswer() {
        String queued = NODE.submitTo(TestNode.newQueue());
        String scheduled = NODE.submit("{\"tool\":\"anything\",\"delay\":\"1h\"}")
                .at("/links/self")
                .stringValue();
        for (String job : List.of(queued, scheduled)) {
            ApiResponse response = CLIENT.post(job + "/cancel");
            assertEquals(202, response.status());
            assertEquals("CANCELLED", response.json().get("state").stringValue());
            assertEquals("CANCELLED", response.json().at("/error/code").stringValue());
            assertFalse(response.json().get("finishedAt").isNull());
        }
    }

    @Test
    void runningJob_isAskedToStop_howeverOften() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        Job attempt = NODE.worker().claim(queue);
        for (int i = 0; i < 2; i++) {
            JsonNode answer = CLIENT.post(job + "/cancel").json();
            assertEquals("RUNNING", answer.get("state").stringValue());
            assertTrue(answer.get("cancelRequested").booleanValue());
        }
        NODE.worker().stop(attempt);
        JsonNode stopped = CLIENT.get(job).json();
        assertEquals("CANCELLED", stopped.get("state").stringValue());
        assertEquals("CANCEL", stopped.at("/attempts/0/stopReason").stringValue());
        List<String> types = CLIENT.get(job + "/events").json().get("items").findValuesAsString("type");
        assertEquals(List.of("QUEUED", "RUNNING", "CANCEL_REQUESTED", "CANCELLED"), types);
    }

    @Test
    void request_isNamedInTheRecordOfWhatItStopped() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        Job attempt = NODE.worker().claim(queue);
        CLIENT.post(job + "/cancel", "X-Request-Id", "nightly-clean-up");
        CLIENT.post(job + "/cancel", "X-Request-Id", "too-late");
        NODE.worker().stop(attempt);
        JsonNode record = CLIENT.get(job).json().at("/attempts/0");
        assertEquals("nightly-clean-up", record.get("stoppedBy").stringValue());
        JsonNode events = CLIENT.get(job + "/events").json().get("items");
        assertEquals(
                "{\"requestedBy\":\"nightly-clean-up\"}", events.at("/2/data").toString());
    }

    @Test
    void requestWithoutAnId_isNamedByTheOneItsAnswerHas() {
        String job = NODE.submitTo(TestNode.newQueue());
        ApiResponse response = CLIENT.post(job + "/cancel");
        JsonNode cancelled = CLIENT.get(job + "/events").json().at("/items/1/data");
        assertEquals(
                response.header("X-Request-Id").orElseThrow(),
                cancelled.get("requestedBy").stringValue());
        assertEquals(
                response.header("X-Request-Id").orElseThrow(),
                CLIENT.get(job).json().get("cancelRequestedBy").stringValue());
    }

    @Test
    void endedJob_isAConflict() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        NODE.worker().succeed(NODE.worker().claim(queue), null);
        ApiResponse response = CLIENT.post(job + "/cancel");
        assertEquals(409, response.status());
        assertEquals("CONFLICT", response.json().get("code").stringValue());
        assertEquals("SUCCEEDED", NODE.stateOf(job));
    }

    @Test
    void manyCancelsAtOnce_haveOneWinner() {
        String job = NODE.submitTo(TestNode.newQueue());
        List<Integer> statuses = AtOnce.run(
                        12, () -> CLIENT.post(job + "/cancel").status())
                .stream()
                .sorted()
                .toList();
        assertEquals(202, statuses.get(0));
        assertEquals(409, statuses.get(1));
        assertEquals(2, CLIENT.get(job + "/events").json().get("items").size());
    }

    @Test
    void body_isIgnored() {
        String job = NODE.submitTo(TestNode.newQueue());
        assertEquals(202, CLIENT.postJson(job + "/cancel", "{\"why\":").status());
    }
}

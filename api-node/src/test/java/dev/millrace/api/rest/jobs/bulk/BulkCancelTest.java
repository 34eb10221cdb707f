package dev.millrace.api.rest.jobs.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelManyTest {
    private static final TestNode NODE = TestNode.start();
    private static final String CANCEL = "/api/v1/jobs/bulk/cancel";

    private final String queue = TestNode.newQueue();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private String cancel(String query) {
        ApiResponse response = NODE.client().post(CANCEL + "?queue=" + queue + query);
        assertEquals(200, response.status(), response.body());
        return response.body();
    }

    @Test
    void waitingJobs_areCancelled_runningOnesAreAskedToStop() {
        String running = NODE.submitTo(queue);
        NODE.worker().claim(queue);
        String queued = NODE.submitTo(queue);
        NODE.submit("{\"tool\":\"anything\",\"delay\":\"1h\",\"queue\":\"" + queue + "\"}");
        String elsewhere = NODE.submitTo(TestNode.newQueue());

        assertEquals("{\"dryRun\":true,\"count\":3,\"requested\":1}", cancel("&dryRun=true"));
        assertEquals("QUEUED", NODE.stateOf(queued));
        assertEquals("{\"dryRun\":false,\"count\":3,\"requested\":1}", cancel(""));

        assertEquals(
                List.of("RUNNING", "CANCELLED", "QUEUED"),
                List.of(NODE.stateOf(running), NODE.stateOf(queued), NODE.stateOf(elsewhere)));
        assertEquals("{\"dryRun\":false,\"count\":0,\"requested\":0}", cancel(""));
    }

    @Test
    void stateThatIsNamed_leavesTheOthersAlone() {
        String running = NODE.submitTo(queue);
        NODE.worker().claim(queue);
        String queued = NODE.submitTo(queue);

        assertEquals("{\"dryRun\":false,\"count\":1,\"requested\":0}", cancel("&state=QUEUED"));

        assertEquals(List.of("RUNNING", "CANCELLED"), List.of(NODE.stateOf(running), NODE.stateOf(queued)));
        assertEquals(
                false, NODE.client().get(running).json().get("cancelRequested").booleanValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?dryRun=true", "?state=FAILED", "?state=nope", "?q=+", "?label=x", "?tool=a&tool=b"})
    void badConditions_areRefused(String query) {
        assertEquals(400, NODE.client().post(CANCEL + query).status());
    }
}

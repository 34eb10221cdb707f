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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JobWaitTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void endedJob_isAnsweredAtOnce() {
        String job = NODE.submitTo(TestNode.newQueue());
        CLIENT.post(job + "/cancel");
        assertEquals("CANCELLED", state(CLIENT.get(job + "?wait=1m")));
    }

    @Test
    void jobThatDoesNotEnd_isAnsweredAsItIs() {
        String job = NODE.submitTo(TestNode.newQueue());
        long start = System.nanoTime();
        assertEquals("QUEUED", state(CLIENT.get(job + "?wait=300ms")));
        assertTrue(System.nanoTime() - start >= 300_000_000);
        assertEquals("QUEUED", state(CLIENT.get(job + "?wait=0s")));
    }

    @Test
    void jobThatEnds_endsAllWaits() {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        List<CompletableFuture<String>> waits = Stream.generate(
                        () -> AtOnce.start(() -> state(CLIENT.get(job + "?wait=60s"))))
                .limit(5)
                .toList();
        Job attempt = NODE.worker().claim(queue);
        NODE.worker().progress(attempt, 50, "half");
        assertFalse(waits.get(0).isDone());
        NODE.worker().succeed(attempt, null);
        waits.forEach(wait -> assertEquals("SUCCEEDED", wait.join()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"61s", "2m", "-1s", "30", "1 s", "", "1h30", "PT1S", "99999999999999999999d"})
    void badDuration_isMalformed(String wait) {
        String job = NODE.submitTo(TestNode.newQueue());
        ApiResponse response = CLIENT.get(job + "?wait=" + wait.replace(" ", "%20"));
        assertEquals(400, response.status(), response.body());
        assertEquals("MALFORMED_REQUEST", response.json().get("code").stringValue());
    }

    private static String state(ApiResponse response) {
        assertEquals(200, response.status(), response.body());
        return response.json().get("state").stringValue();
    }
}

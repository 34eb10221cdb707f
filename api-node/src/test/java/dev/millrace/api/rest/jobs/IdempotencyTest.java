package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.test.AtOnce;
import dev.millrace.test.Eventually;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {
    private static final String KEY = "Idempotency-Key";
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void sameRequest_isTheSameJob() {
        ApiResponse first = submit("a", "{\"tool\":\"anything\",\"labels\":{\"x\":\"1\",\"y\":\"2\"}}");
        assertEquals(Optional.empty(), first.header("Idempotent-Replayed"));
        ApiResponse again = submit("a", " {\"labels\":{\"y\":\"2\",\"x\":\"1\"},\r\n\"tool\":\"anything\"}");
        assertEquals(202, again.status());
        assertEquals(Optional.of("true"), again.header("Idempotent-Replayed"));
        assertEquals(first.header("Location"), again.header("Location"));
        assertEquals(first.json(), again.json());
    }

    @Test
    void replay_showsTheJobAsItIsNow() {
        String job = submit("b", "{\"tool\":\"anything\"}").header("Location").orElseThrow();
        assertEquals(202, CLIENT.post(job + "/cancel").status());
        assertEquals(
                "CANCELLED",
                submit("b", "{\"tool\":\"anything\"}").json().get("state").stringValue());
    }

    @Test
    void anotherRequest_isAConflict() {
        assertEquals(
                202,
                submit("c", "{\"tool\":\"anything\",\"parameters\":{\"x\":1}}").status());
        ApiResponse other = submit("c", "{\"tool\":\"anything\",\"parameters\":{\"x\":1.0}}");
        assertEquals(409, other.status());
        assertEquals("IDEMPOTENCY_CONFLICT", other.json().get("code").stringValue());
    }

    @Test
    void refusedRequest_leavesItsKeyFree() {
        assertEquals(422, submit("d", "{\"tool\":\"echo\"}").status());
        ApiResponse right = submit("d", "{\"tool\":\"echo\",\"parameters\":{\"text\":\"hi\"}}");
        assertEquals(202, right.status());
        assertEquals(Optional.empty(), right.header("Idempotent-Replayed"));
    }

    @Test
    void sameRequestManyTimesAtOnce_isOneJob() {
        String queue = TestNode.newQueue();
        List<ApiResponse> responses =
                AtOnce.run(24, () -> submit("e", "{\"tool\":\"anything\",\"queue\":\"" + queue + "\"}"));
        assertEquals(
                List.of(202),
                responses.stream().map(ApiResponse::status).distinct().toList());
        assertEquals(
                1,
                responses.stream()
                        .map(response -> response.header("Location"))
                        .distinct()
                        .count());
        assertEquals(
                1,
                responses.stream()
                        .filter(response ->
                                response.header("Idempotent-Replayed").isEmpty())
                        .count());
        assertEquals(
                1, CLIENT.get("/api/v1/jobs?queue=" + queue).json().get("items").size());
    }

    @Test
    void replay_worksAlsoWhenTheToolIsGone() {
        NODE.writeManifest("passing", "name: passing\nrun: {command: [echo]}\n");
        Eventually.eventually(
                "the tool is there", () -> CLIENT.get("/api/v1/tools/passing").status() == 200);
        ApiResponse first = submit("f", "{\"tool\":\"passing\"}");
        NODE.deleteManifest("passing");
        Eventually.eventually(
                "the tool is gone", () -> CLIENT.get("/api/v1/tools/passing").status() == 404);
        ApiResponse again = submit("f", "{\"tool\":\"passing\"}");
        assertEquals(202, again.status(), again.body());
        assertEquals(first.header("Location"), again.header("Location"));
        assertEquals(
                409, submit("f", "{\"tool\":\"passing\",\"priority\":\"low\"}").status());
    }

    @Test
    void keys_areVisibleAscii_upTo255() {
        assertEquals(202, submit("~".repeat(255), "{\"tool\":\"anything\"}").status());
        assertEquals(202, submit("!\"#'/\\%", "{\"tool\":\"anything\"}").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "tab\tbed"})
    void otherKeys_areMalformed(String key) {
        ApiResponse response = submit(key, "{\"tool\":\"anything\"}");
        assertEquals(400, response.status(), response.body());
    }

    @Test
    void keyOf256_isMalformed() {
        assertEquals(400, submit("x".repeat(256), "{\"tool\":\"anything\"}").status());
    }

    private static ApiResponse submit(String key, String body) {
        return CLIENT.postJson("/api/v1/jobs", body, KEY, key);
    }
}

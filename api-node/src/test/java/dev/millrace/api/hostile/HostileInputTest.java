package dev.millrace.api.hostile;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.OpenApiContract;
import dev.millrace.api.hostile.RawRequest.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Whatever is sent: an answer, in bounded time, never the node's fault, and problem+json for every error. The requests
 * are the same in every run.
 */
class HostileInputTest {
    private static final OpenApiContract CONTRACT = OpenApiContract.published();
    /** It believes what the headers of a proxy say, so that those are read, too. */
    private static final TestNode NODE = TestNode.startAt(Map.of("MILLRACE_TRUSTED_PROXIES", "127.0.0.1"));

    private static String job;

    @BeforeAll
    static void prepare() {
        assertEquals(
                201,
                NODE.client()
                        .put("/api/v1/tools/schemas", "application/json", HostileParameters.TOOL)
                        .status());
        job = NODE.submit("{\"tool\":\"anything\"}").get("id").stringValue();
    }

    @AfterEach
    void goodRequest_isStillAnswered() {
        NODE.submit("{\"tool\":\"echo\",\"parameters\":{\"text\":\"hi\"}}");
    }

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void targets() {
        sweep(HostileTargets.all(NODE.routes(), job));
    }

    @Test
    void bodies() {
        sweep(HostileBodies.all());
    }

    @Test
    void headers() {
        sweep(HostileHeaders.all("/api/v1/jobs/" + job));
    }

    @Test
    void framing() {
        sweep(HostileFraming.all());
    }

    @Test
    void parameters() {
        sweep(HostileParameters.all());
    }

    private static void sweep(List<RawRequest> requests) {
        assertAll(requests.stream().map(request -> (Executable) () -> check(request)));
    }

    private static void check(RawRequest request) {
        RawResponse response = assertDoesNotThrow(() -> RawResponse.to(request, NODE.port()), request::toString);
        if (response.isEmpty()) {
            assertEquals(Outcome.REFUSED_OR_DROPPED, request.outcome(), () -> "no answer to " + request);
            return;
        }
        String shown = request + "\n" + response.head() + "\n" + response.body();
        assertTrue(response.head().startsWith("HTTP/1.1 "), shown);
        int status = response.status();
        assertTrue(status >= 200 && status < 500, shown);
        assertTrue(response.header("x-request-id").isPresent(), shown);
        assertFalse(response.header("x-injected").isPresent(), shown);
        if (status >= 400) {
            assertEquals(Optional.of("application/problem+json"), response.header("content-type"), shown);
            assertEquals(List.of(), request.isHead() ? List.of() : CONTRACT.checkProblem(response.problem()), shown);
        } else {
            assertEquals(Outcome.ANSWERED, request.outcome(), shown);
        }
    }
}

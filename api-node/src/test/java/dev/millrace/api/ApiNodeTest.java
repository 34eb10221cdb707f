package dev.millrace.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.api.documentation.OpenApiContract;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What holds for every route. */
class ApiNodeTest {
    private static final String NO_JOB = "/api/v1/jobs/00000000-0000-7000-8000-000000000000";
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void routesAndDocument_agree() {
        assertEquals(List.of(), OpenApiContract.published().disagreements(NODE.routes()));
    }

    @Test
    void service_describesItself() {
        JsonNode service = CLIENT.get("/").json();
        assertEquals("millrace", service.get("name").stringValue());
        service.get("links")
                .valueStream()
                .map(JsonNode::stringValue)
                .filter(link -> !link.equals("/dashboard"))
                .forEach(link -> assertEquals(200, CLIENT.get(link).status(), link));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/docs",
                "/openapi.json",
                "/health/readiness",
                "/api/v1/tools/echo",
                "/api/v1/tools/none",
                "/api/v1/jobs",
                NO_JOB,
                "/api/v1/events",
                "/api/v1/stats/storage"
            })
    void head_isAnsweredAsGet_withoutTheBody(String path) {
        ApiResponse head = CLIENT.send("HEAD", path, BodyPublishers.noBody());
        if (!path.equals("/api/v1/events")) {
            assertEquals(CLIENT.get(path).status(), head.status());
        }
        assertEquals("", head.body());
    }

    @Test
    void browser_getsAPage() {
        ApiResponse page = CLIENT.get("/", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertEquals(200, page.status());
        assertTrue(page.contentType().startsWith("text/html"), page.contentType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api",
                "/api/v1",
                "/api/v2/jobs",
                "/api/v1/jobs/not-a-uuid",
                "/api/v1/jobs/1-1-1-1-1",
                NO_JOB,
                NO_JOB + "/result",
                NO_JOB + "/artifacts",
                NO_JOB + "/artifacts/a/b",
                NO_JOB + "/logs",
                NO_JOB + "/events",
                NO_JOB + "/cancel/x",
                "/api/v1/tools/none",
                "/API/V1/JOBS",
                "/health",
                "/openapi.yaml",
                "/favicon.ico"
            })
    void unknownPath_isNotFound(String path) {
        assertProblem(404, "NOT_FOUND", CLIENT.get(path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE|/api/v1/jobs|GET, HEAD, POST, OPTIONS",
                "PATCH|/api/v1/jobs|GET, HEAD, POST, OPTIONS",
                "PUT|" + NO_JOB + "|GET, HEAD, OPTIONS",
                "GET|" + NO_JOB + "/cancel|POST, OPTIONS",
                "GET|" + NO_JOB + "/retry|POST, OPTIONS",
                "POST|" + NO_JOB + "/logs|GET, HEAD, OPTIONS",
                "POST|/api/v1/tools/echo|DELETE, GET, HEAD, PUT, OPTIONS",
                "POST|/api/v1/events|GET, HEAD, OPTIONS",
                "POST|/health/liveness|GET, HEAD, OPTIONS",
                "DELETE|/|GET, HEAD, OPTIONS"
            })
    void wrongMethod_isRefusedWithThoseAllowed(String method, String path, String allowed) {
        ApiResponse response = CLIENT.send(method, path, BodyPublishers.noBody());
        assertProblem(405, "METHOD_NOT_ALLOWED", response);
        assertEquals(sorted(allowed), sorted(response.header("Allow").orElseThrow()));
    }

    private static List<String> sorted(String methods) {
        return List.of(methods.split(", ")).stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs",
                "/api/v1/tools",
                "/api/v1/workers",
                "/api/v1/queues",
                "/api/v1/stats",
                "/api/v1/events",
                "/health/liveness",
                "/health/detailed",
                "/",
                "/docs",
                "/openapi.json"
            })
    void unknownQueryParameter_isMalformed(String path) {
        assertProblem(400, "MALFORMED_REQUEST", CLIENT.get(path + "?colour=red"));
    }

    @Test
    void requestId_isTheCallers_orANewOne() {
        assertEquals(
                "mine-1.a_b",
                CLIENT.get("/api/v1/tools", "X-Request-Id", "mine-1.a_b")
                        .header("X-Request-Id")
                        .orElseThrow());
        ApiResponse refused = CLIENT.get("/nothing", "X-Request-Id", "no blanks");
        String id = refused.header("X-Request-Id").orElseThrow();
        assertNotEquals("no blanks", id);
        assertEquals(id, refused.json().get("requestId").stringValue());
        assertNotEquals(id, CLIENT.get("/nothing").header("X-Request-Id").orElseThrow());
    }

    private static void assertProblem(int status, String code, ApiResponse response) {
        assertEquals(status, response.status(), response.body());
        assertEquals(code, response.json().get("code").stringValue());
    }
}

package dev.millrace.api.rest.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools that are changed over HTTP. */
class ToolRouteTest {
    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";
    private static final TestNode NODE = TestNode.startWritable();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void newTool_isThereAtOnce_andCanBeRun() {
        ApiResponse response = put("hello", JSON, "{\"run\":{\"command\":[\"echo\",\"hello\"]}}");
        assertEquals(201, response.status());
        assertEquals("/api/v1/tools/hello", response.header("Location").orElseThrow());
        JsonNode tool = CLIENT.get("/api/v1/tools/hello").json();
        assertEquals(response.json(), tool);
        assertEquals("api", tool.get("origin").stringValue());
        assertEquals(1, tool.get("revision").intValue());
        assertTrue(tool.get("result").isNull());
        assertEquals(
                "{\"initial\":\"1s\",\"factor\":2.0,\"max\":\"5m\",\"jitter\":0.2}",
                tool.at("/retry/backoff").toString());
        assertEquals(1, NODE.submit("{\"tool\":\"hello\"}").get("toolRevision").intValue());
    }

    @Test
    void answerOfGet_canBeEditedAndSentBack() {
        put("round", YAML, """
                name: round
                description: There and back
                tags: [a, b]
                parameters: {type: object, properties: {n: {type: number, default: 1.5}}}
                result: {type: object}
                run: {command: [echo, "{{n}}"], environment: {A: b}}
                retry: {onExit: []}
                """);
        ObjectNode tool = (ObjectNode) CLIENT.get("/api/v1/tools/round").json();
        ApiResponse same = put("round", JSON, tool.toString());
        assertEquals(200, same.status());
        assertEquals(tool, same.json());
        ApiResponse changed = put("round", YAML, tool.put("grace", "9s").toString());
        assertEquals(200, changed.status());
        assertEquals(2, changed.json().get("revision").intValue());
        assertEquals("9s", changed.json().get("grace").stringValue());
    }

    @Test
    void removedTool_isGone_butItsJobsStay() {
        put("short-lived", JSON, "{\"run\":{\"command\":[\"echo\"]}}");
        String job = NODE.submit("{\"tool\":\"short-lived\"}").at("/links/self").stringValue();
        assertEquals(204, CLIENT.delete("/api/v1/tools/short-lived").status());
        assertEquals(404, CLIENT.get("/api/v1/tools/short-lived").status());
        assertEquals(404, CLIENT.delete("/api/v1/tools/short-lived").status());
        assertEquals(
                404,
                CLIENT.postJson("/api/v1/jobs", "{\"tool\":\"short-lived\"}").status());
        assertEquals("QUEUED", NODE.stateOf(job));
        ApiResponse back = put("short-lived", JSON, "{\"run\":{\"command\":[\"echo\"]}}");
        assertEquals(201, back.status());
    }

    @Test
    void toolOfTheDirectory_isAConflict() {
        assertRefused(409, "CONFLICT", put("echo", JSON, "{\"run\":{\"command\":[\"echo\"]}}"));
        assertRefused(409, "CONFLICT", CLIENT.delete("/api/v1/tools/echo"));
        assertEquals(
                "directory",
                CLIENT.get("/api/v1/tools/echo").json().get("origin").stringValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/run",
                "[]|",
                "{\"run\":{\"command\":[]}}|/run/command",
                "{\"run\":{\"command\":[\"echo\"]},\"colour\":1}|/colour",
                "{\"run\":{\"command\":[\"echo\",\"{{missing}}\"]}}|/run/command/1",
                "{\"run\":{\"command\":[\"echo\"]},\"timeout\":\"soon\"}|/timeout",
                "{\"run\":{\"command\":[\"echo\"]},\"name\":\"other\"}|/name",
                "{\"run\":{\"command\":[\"echo\"]},\"home\":\"/etc\"}|/home",
                "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"array\"}}|/parameters/type",
                "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"text\"}}}}"
                        + "|/parameters/properties/a/type",
                "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"pattern\":\"(\"}}}}"
                        + "|/parameters/properties/a/pattern",
                "{\"run\":{\"command\":[\"echo\"]},\"parameters\":{\"type\":\"object\",\"$ref\":\"http://127.0.0.1:1/x\"}}"
                        + "|/parameters/$ref",
                "{\"run\":{\"command\":[\"echo\"],\"environment\":{\"LD_PRELOAD\":\"x\"}}}|/run/environment/LD_PRELOAD"
            })
    void invalidDefinition_isRefusedWithItsPlaces(String body, String pointer) {
        for (String type : List.of(JSON, YAML)) {
            ApiResponse response = put("wrong", type, body);
            assertRefused(422, "INVALID_TOOL", response);
            List<String> pointers = response.json().get("violations").findValuesAsString("pointer");
            assertTrue(pointers.contains(pointer == null ? "" : pointer), response.body());
        }
        assertEquals(404, CLIENT.get("/api/v1/tools/wrong").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "under_score", "-dash", "a%2Fb", "%2e%2e", "a.b", "%C3%BC", "x%20y"})
    void nameThatIsNone_isInvalid(String name) {
        ApiResponse response = put(name, JSON, "{\"run\":{\"command\":[\"echo\"]}}");
        assertTrue(response.status() == 422 || response.status() == 400, response.status() + response.body());
    }

    @Test
    void unreadableBody_isMalformed() {
        assertRefused(400, "MALFORMED_REQUEST", put("wrong", JSON, "{"));
        assertRefused(400, "MALFORMED_REQUEST", put("wrong", YAML, "run: {command: [echo"));
        assertRefused(400, "MALFORMED_REQUEST", put("wrong", YAML, "a: &a [*a]"));
        assertRefused(400, "MALFORMED_REQUEST", put("wrong", YAML, "--- 1\n--- 2\n"));
        assertRefused(415, "UNSUPPORTED_MEDIA_TYPE", put("wrong", "text/plain", "{}"));
        assertRefused(413, "TOO_LARGE", put("wrong", YAML, "#".repeat((1 << 20) + 1)));
    }

    private static ApiResponse put(String name, String type, String body) {
        return CLIENT.put("/api/v1/tools/" + name, type, body);
    }

    private static void assertRefused(int status, String code, ApiResponse response) {
        assertEquals(status, response.status(), response.body());
        assertEquals(code, response.json().get("code").stringValue());
    }
}

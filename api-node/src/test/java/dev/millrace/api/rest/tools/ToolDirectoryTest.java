package dev.millrace.api.rest.tools;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tools that come from the tools directory, on a node over which tools cannot be changed. */
class ToolDirectoryTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void manifests_areListedByName() {
        JsonNode tools = CLIENT.get("/api/v1/tools").json();
        List<String> names = tools.get("items")
                .valueStream()
                .map(tool -> tool.get("name").stringValue())
                .toList();
        assertTrue(names.containsAll(List.of("anything", "echo")), names.toString());
        assertEquals(names.stream().sorted().toList(), names);
        JsonNode echo = CLIENT.get("/api/v1/tools/echo").json();
        assertEquals("directory", echo.get("origin").stringValue());
        assertEquals("1m30s", echo.get("timeout").stringValue());
        assertEquals("[\"echo\",\"{{text}}\"]", echo.at("/run/command").toString());
    }

    @Test
    void brokenManifest_isAProblem_andTheOthersStay() {
        NODE.writeManifest("broken", "name: broken\nrun:\n  comand: [echo]\n");
        JsonNode problem = eventually(
                        "the problem is shown",
                        () -> CLIENT.get("/api/v1/tools").json().get("problems"),
                        problems -> problems.size() == 2)
                .get(1);
        assertEquals("broken/tool.yaml", problem.get("file").stringValue());
        assertEquals(3, problem.get("line").intValue());
        assertTrue(problem.get("message").stringValue().contains("did you mean command?"), problem.toString());
        assertEquals(200, CLIENT.get("/api/v1/tools/echo").status());

        NODE.writeManifest("broken", "name: broken\nrun:\n  command: [echo]\n");
        eventually("it is repaired", () -> CLIENT.get("/api/v1/tools/broken").status() == 200);
        assertTrue(CLIENT.get("/api/v1/tools").json().get("problems").isEmpty());

        NODE.writeManifest("broken", "x".repeat(300_000));
        eventually(
                "it is broken again",
                () -> !CLIENT.get("/api/v1/tools").json().get("problems").isEmpty());
        assertTrue(CLIENT.get("/api/v1/tools").json().at("/problems/0/line").isNull());
        assertEquals(200, CLIENT.get("/api/v1/tools/broken").status(), "the last good definition stays in use");

        NODE.deleteManifest("broken");
        eventually("it is gone", () -> CLIENT.get("/api/v1/tools/broken").status() == 404);
    }

    @Test
    void writing_isForbidden() {
        for (String name : List.of("echo", "new")) {
            assertForbidden(CLIENT.put("/api/v1/tools/" + name, "application/json", "{\"run\":{\"command\":[\"x\"]}}"));
            assertForbidden(CLIENT.delete("/api/v1/tools/" + name));
        }
    }

    private static void assertForbidden(ApiResponse response) {
        assertEquals(403, response.status(), response.body());
        assertEquals("FORBIDDEN", response.json().get("code").stringValue());
        assertTrue(response.json().get("detail").stringValue().contains("MILLRACE_TOOLS_WRITABLE"), response.body());
    }
}

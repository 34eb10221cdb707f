package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class UniqueTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void secondJob_isAnsweredWithTheOneThatIsThere() {
        String body = job("{\"by\":[\"queue\"],\"while\":\"queued\"}", TestNode.newQueue());
        ApiResponse first = CLIENT.postJson("/api/v1/jobs", body);
        assertEquals(202, first.status(), first.body());
        assertEquals(Optional.empty(), first.header("Unique-Duplicate"));
        assertEquals(
                "{\"by\":[\"queue\"],\"while\":\"queued\"}",
                first.json().get("unique").toString());

        ApiResponse second = CLIENT.postJson("/api/v1/jobs", body);

        assertEquals(200, second.status(), second.body());
        assertEquals(Optional.of("true"), second.header("Unique-Duplicate"));
        assertEquals(first.header("Location"), second.header("Location"));
        assertEquals(first.json(), second.json());
    }

    @Test
    void manyAtOnce_areOneJob() {
        String queue = TestNode.newQueue();
        String body = job("{\"by\":[\"queue\"],\"while\":\"1h\"}", queue);
        List<ApiResponse> answers = AtOnce.run(40, () -> CLIENT.postJson("/api/v1/jobs", body));
        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 202).count());
        assertEquals(
                39, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(
                1, CLIENT.get("/api/v1/jobs?queue=" + queue).json().get("items").size());
    }

    @Test
    void toolsOwnRule_holdsUnlessTheJobHasAnother() {
        NODE.writeManifest("single", """
                name: single
                parameters: {type: object, properties: {root: {type: string, default: here}, depth: {type: integer}}}
                run: {command: ["true"]}
                unique: {by: [tool, parameters.root], while: running}
                """);
        Eventually.eventually(
                "the tool is there", () -> CLIENT.get("/api/v1/tools/single").status() == 200);
        assertEquals(
                "{\"by\":[\"tool\",\"parameters.root\"],\"while\":\"running\"}",
                CLIENT.get("/api/v1/tools/single").json().get("unique").toString());
        JsonNode first = NODE.submit("{\"tool\":\"single\",\"parameters\":{\"depth\":1}}");

        ApiResponse same =
                CLIENT.postJson("/api/v1/jobs", "{\"tool\":\"single\",\"parameters\":{\"depth\":2,\"root\":\"here\"}}");
        assertEquals(200, same.status(), same.body());
        assertEquals(first.get("id"), same.json().get("id"));
        NODE.submit("{\"tool\":\"single\",\"parameters\":{\"root\":\"there\"}}");
        NODE.submit("{\"tool\":\"single\",\"unique\":{\"while\":\"queued\"}}");
    }

    @Test
    void bulk_countsAndNamesDuplicates() {
        String job = job("{\"by\":[\"queue\"],\"while\":\"queued\"}", TestNode.newQueue());
        ApiResponse atomic = CLIENT.postJson("/api/v1/jobs/bulk", "[" + job + "," + job + "]");
        assertEquals(202, atomic.status(), atomic.body());
        assertEquals(1, atomic.json().get("accepted").intValue());
        assertEquals(1, atomic.json().get("duplicates").intValue());
        JsonNode ids = atomic.json().get("ids");
        assertEquals(ids.get(0), ids.get(1));

        ApiResponse each = CLIENT.postJson("/api/v1/jobs/bulk?atomic=false", "[" + job + "]");
        assertEquals("{\"number\":1,\"id\":" + ids.get(0) + ",\"state\":\"QUEUED\",\"duplicate\":true}\n", each.body());
    }

    @Test
    void retry_obeysTheRuleOfTheJob() {
        String body = job("{\"by\":[\"queue\"],\"while\":\"queued\"}", TestNode.newQueue());
        String first = NODE.submit(body).at("/links/self").stringValue();
        assertEquals(202, CLIENT.post(first + "/cancel").status());
        String second = NODE.submit(body).at("/links/self").stringValue();
        assertNotEquals(first, second);

        ApiResponse retry = CLIENT.post(first + "/retry");
        assertEquals(200, retry.status(), retry.body());
        assertEquals(Optional.of(second), retry.header("Location"));

        assertEquals(202, CLIENT.post(second + "/cancel").status());
        ApiResponse free = CLIENT.post(first + "/retry");
        assertEquals(202, free.status(), free.body());
        assertEquals("queued", free.json().get("unique").get("while").stringValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | /unique",
                "{\"while\":\"ended\"} | /unique/while",
                "{\"by\":[\"state\"],\"while\":\"queued\"} | /unique/by/0",
                "{\"by\":[\"tool\",\"parameters.rot\"],\"while\":\"queued\"} | /unique/by/1",
            })
    void whatIsNoRule_isRefused(String rule, String pointer) {
        ApiResponse answer = CLIENT.postJson("/api/v1/jobs", job(rule, "default"));
        assertEquals(400, answer.status(), answer.body());
        assertEquals(pointer, answer.json().at("/violations/0/pointer").stringValue());
    }

    private static String job(String unique, String queue) {
        return "{\"tool\":\"anything\",\"queue\":\"" + queue + "\",\"unique\":" + unique + "}";
    }
}

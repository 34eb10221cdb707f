package dev.millrace.api.rest.jobs.bulk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.model.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BulkTest {
    private static final TestNode NODE = TestNode.start();
    private static final String BULK = "/api/v1/jobs/bulk";

    @AfterAll
    static void stop() {
        NODE.close();
    }

    private static ApiResponse lines(String path, String body) {
        return NODE.client().send("POST", path, BodyPublishers.ofString(body), "Content-Type", "application/x-ndjson");
    }

    private static ApiResponse array(String body) {
        return NODE.client().postJson(BULK, body);
    }

    private static String job(String queue, int number) {
        return "{\"tool\":\"anything\",\"queue\":\"" + queue + "\",\"parameters\":{\"n\":" + number + "}}";
    }

    private static List<Integer> numbersIn(String queue) {
        return NODE.client()
                .get("/api/v1/jobs?limit=200&queue=" + queue)
                .json()
                .get("items")
                .valueStream()
                .map(job -> job.at("/parameters/n").intValue())
                .toList();
    }

    @Test
    void manyJobs_areStoredInTheirOrder_moreThanOneStatementTakes() {
        String queue = TestNode.newQueue();
        int jobs = 2_100;
        String body = IntStream.range(0, jobs).mapToObj(i -> job(queue, i)).collect(Collectors.joining("\n"));

        ApiResponse response = lines(BULK, body);

        assertEquals(202, response.status(), response.body());
        assertEquals(jobs, response.json().get("accepted").intValue());
        JsonNode ids = response.json().get("ids");
        for (int i : List.of(0, 999, 1_000, jobs - 1)) {
            JsonNode job = NODE.client()
                    .get("/api/v1/jobs/" + ids.get(i).stringValue())
                    .json();
            assertEquals(i, job.at("/parameters/n").intValue());
            assertEquals("QUEUED", job.get("state").stringValue());
        }
        assertEquals(
                List.of(0, 1, 2),
                IntStream.range(0, 3)
                        .mapToObj(i -> NODE.worker().claim(queue))
                        .map(claimed -> Json.mapper()
                                .readTree(claimed.parameters())
                                .get("n")
                                .intValue())
                        .toList());
    }

    @Test
    void array_mayHoldAllThatOneJobMay() {
        String queue = TestNode.newQueue();

        JsonNode ids = array("[ " + job(queue, 1) + " ,\n"
                        + "{\"tool\":\"echo\",\"parameters\":{\"text\":\"ü] }\"},\"queue\":\"" + queue
                        + "\",\"delay\":\"1h\"}]")
                .json()
                .get("ids");

        JsonNode later =
                NODE.client().get("/api/v1/jobs/" + ids.get(1).stringValue()).json();
        assertEquals("SCHEDULED", later.get("state").stringValue());
        assertEquals("ü] }", later.at("/parameters/text").stringValue());
        assertEquals("1m30s", later.get("timeout").stringValue());
    }

    @Test
    void oneThatIsNotRight_refusesAll_andIsNamed() {
        String queue = TestNode.newQueue();
        String body = "[" + job(queue, 1) + ",{\"tool\":\"nope\"},{\"tool\":\"echo\",\"parameters\":{\"text\":7}},"
                + "{\"tool\":\"echo\",\"delay\":\"soon\"},7]";

        ApiResponse response = array(body);

        assertEquals(422, response.status());
        assertEquals("INVALID_JOBS", response.json().get("code").stringValue());
        assertTrue(response.json().get("detail").stringValue().startsWith("4 of 5 jobs"), response.body());
        assertEquals(
                List.of("/1 job 2", "/2/parameters/text job 3", "/3/delay job 4", "/4 job 5"),
                response.json()
                        .get("violations")
                        .valueStream()
                        .map(violation -> violation.get("pointer").stringValue() + " "
                                + violation.get("message").stringValue().split(":", 2)[0])
                        .toList());
        assertEquals(List.of(), numbersIn(queue));
    }

    @Test
    void numberOfManyDigitsAndDeepNesting_concernTheirJobAlone() {
        String queue = TestNode.newQueue();
        String digits = "7".repeat(2_000);
        String body = "[{\"tool\":\"anything\",\"queue\":\"" + queue + "\",\"parameters\":{\"n\":" + digits + "}},"
                + "{\"tool\":\"anything\",\"parameters\":{\"n\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}}]";

        List<JsonNode> answers = NODE.client()
                .postJson(BULK + "?atomic=false", body)
                .body()
                .lines()
                .map(Json::read)
                .toList();

        assertEquals("QUEUED", answers.get(0).path("state").asString(""), answers.toString());
        assertEquals("MALFORMED_REQUEST", answers.get(1).at("/error/code").asString(""), answers.toString());
        assertTrue(NODE.worker().claim(queue).parameters().contains(digits), "each digit is kept");
    }

    @Test
    void eachForItself_isAnsweredLineByLine() {
        String queue = TestNode.newQueue();
        String body = job(queue, 1) + "\r\n\n{\"tool\":\"nope\"}\n{\"tool\":\n" + job(queue, 2) + "\n";

        ApiResponse response = lines(BULK + "?atomic=false", body);

        assertEquals(200, response.status());
        List<JsonNode> answers = response.body().lines().map(Json::read).toList();
        assertEquals(
                List.of("1 QUEUED", "3 NOT_FOUND", "4 MALFORMED_REQUEST", "5 QUEUED"),
                answers.stream()
                        .map(answer -> answer.get("number") + " "
                                + answer.at(answer.has("id") ? "/state" : "/error/code")
                                        .stringValue())
                        .toList());
        assertEquals(List.of(2, 1), numbersIn(queue));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | 400",
                "{} | 400",
                "[{\"tool\":\"anything\"} | 400",
                "[{\"tool\":\"anything\"}] [] | 400",
                "[{\"tool\":\"anything\"},] | 400",
                "7 | 400",
                "[[],null,\"x\"] | 422",
            })
    void bodyThatIsNoArrayOfJobs_isRefused(String body, int status) {
        assertEquals(status, array(body).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n \n", "\r\n"})
    void bodyWithoutLines_isRefused(String body) {
        assertEquals(400, lines(BULK, body).status());
    }

    @Test
    void tooManyJobs_areTooLarge() {
        ApiResponse response = lines(BULK, "{}\n".repeat(BulkBody.MAX_JOBS + 1));

        assertEquals(413, response.status(), response.body());
    }

    @Test
    void anotherTypeOrAKey_isRefused() {
        assertEquals(
                415,
                NODE.client()
                        .send("POST", BULK, BodyPublishers.ofString("[]"), "Content-Type", "text/csv")
                        .status());
        assertEquals(
                400,
                NODE.client()
                        .postJson(BULK, "[{\"tool\":\"anything\"}]", "Idempotency-Key", "k")
                        .status());
        assertEquals(400, lines(BULK + "?atomic=no", "{}").status());
    }
}

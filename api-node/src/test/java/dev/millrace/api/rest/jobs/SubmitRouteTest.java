package dev.millrace.api.rest.jobs;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SubmitRouteTest {
    private static final TestNode NODE = TestNode.start();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void jobWithoutSettings_hasThoseOfItsTool() {
        ApiResponse response =
                NODE.client().postJson("/api/v1/jobs", "{\"tool\":\"echo\",\"parameters\":{\"text\":\"hi\"}}");
        assertEquals(202, response.status());
        JsonNode job = response.json();
        assertEquals(
                "/api/v1/jobs/" + job.get("id").stringValue(),
                response.header("Location").orElseThrow());
        assertEquals("{\"text\":\"hi\",\"times\":1}", job.get("parameters").toString());
        assertEquals(
                "echo 1 QUEUED talk high 1m30s 4 0",
                values(job, "tool", "toolRevision", "state", "queue", "priority", "timeout", "maxAttempts", "attempt"));
        assertEquals(job.get("createdAt"), job.get("runAt"));
        assertEquals("anonymous", job.get("submittedBy").stringValue());
        assertEquals(job.get("createdAt"), job.get("queuedAt"));
        assertTrue(job.get("startedAt").isNull() && job.get("worker").isNull());
        JsonNode found = NODE.client().get(job.at("/links/self").stringValue()).json();
        assertTrue(found.get("attempts").isEmpty());
    }

    @Test
    void settingsOfTheRequest_replaceThoseOfTheTool() {
        JsonNode job = NODE.submit("""
                {"tool":"echo","parameters":{"text":"hi","times":10},"queue":"slow","priority":"critical",
                 "timeout":"2h5m","maxAttempts":1,"labels":{"team":"docs","a.b/c_d-e":"ö \\n \\"x\\""}}""");
        assertEquals("slow critical 2h5m 1", values(job, "queue", "priority", "timeout", "maxAttempts"));
        assertEquals(10, job.at("/parameters/times").intValue());
        assertEquals("docs", job.at("/labels/team").stringValue());
        assertEquals("ö \n \"x\"", job.get("labels").get("a.b/c_d-e").stringValue());
    }

    @Test
    void parameters_areKeptExactly() {
        String parameters =
                "{\"b\":1.10,\"a\":[123456789012345678901234567890,1E+2,0.0],\"\":null,\"ü\":\"\uD83D\uDE00\"}";
        JsonNode job = NODE.submit("{\"tool\":\"anything\",\"parameters\":" + parameters + "}");
        String body = NODE.client().get(job.at("/links/self").stringValue()).body();
        assertTrue(body.contains("\"parameters\":" + parameters), body);
    }

    @Test
    void delayedJob_isScheduledThatMuchLater() {
        JsonNode job = NODE.submit("{\"tool\":\"anything\",\"delay\":\"1h30m\"}");
        assertEquals("SCHEDULED", job.get("state").stringValue());
        assertTrue(job.get("queuedAt").isNull());
        assertEquals(Duration.ofMinutes(90), Duration.between(time(job, "createdAt"), time(job, "runAt")));
    }

    @Test
    void jobOfALaterTime_isScheduledForIt() {
        Instant later = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.MILLIS);
        JsonNode job = NODE.submit("{\"tool\":\"anything\",\"runAt\":\"" + later + "\"}");
        assertEquals("SCHEDULED", job.get("state").stringValue());
        assertEquals(later, time(job, "runAt"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"runAt\":\"2001-02-03T04:05:06Z\"",
                "\"runAt\":\"2001-02-03T04:05:06.789+13:45\"",
                "\"runAt\":\"0000-01-01T00:00:00Z\"",
                "\"runAt\":\"-999999999-01-01T00:00:00Z\"",
                "\"delay\":\"0s\""
            })
    void jobOfATimeThatHasPassed_isQueuedAtOnce(String start) {
        JsonNode job = NODE.submit("{\"tool\":\"anything\"," + start + "}");
        assertEquals("QUEUED", job.get("state").stringValue());
        assertEquals(job.get("createdAt"), job.get("runAt"));
    }

    @Test
    void newRevision_isThatOfLaterJobsOnly() {
        String queue = TestNode.newQueue();
        NODE.writeManifest("changing", manifest(1));
        eventually(
                "the tool is there",
                () -> NODE.client().get("/api/v1/tools/changing").status() == 200);
        assertEquals(
                1,
                NODE.submit("{\"tool\":\"changing\",\"queue\":\"" + queue + "\"}")
                        .get("toolRevision")
                        .intValue());
        NODE.writeManifest("changing", manifest(2));
        eventually(
                "the tool has changed",
                () -> NODE.client()
                                .get("/api/v1/tools/changing")
                                .json()
                                .get("revision")
                                .intValue()
                        == 2);
        assertEquals(
                2, NODE.submit("{\"tool\":\"changing\"}").get("toolRevision").intValue());
        assertEquals(1, NODE.worker().claim(queue).toolRevision());
    }

    private static String manifest(int version) {
        return "name: changing\ndescription: version " + version + "\nrun: {command: [echo]}\n";
    }

    private static String values(JsonNode job, String... keys) {
        StringBuilder values = new StringBuilder();
        for (String key : keys) {
            values.append(values.isEmpty() ? "" : " ").append(job.get(key).asString());
        }
        return values.toString();
    }

    private static Instant time(JsonNode job, String key) {
        return Instant.parse(job.get(key).stringValue());
    }
}

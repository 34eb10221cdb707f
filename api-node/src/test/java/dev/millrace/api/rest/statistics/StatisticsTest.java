package dev.millrace.api.rest.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ContractClient;
import dev.millrace.model.job.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatisticsTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void figures_followTheJobs() {
        assertTrue(CLIENT.get("/api/v1/workers").json().get("items").isEmpty());
        JsonNode nothing = CLIENT.get("/api/v1/stats").json();
        assertEquals(
                "{\"scheduled\":0,\"queued\":0,\"running\":0,\"succeeded\":0,\"failed\":0,\"cancelled\":0,\"total\":0}",
                nothing.get("jobs").toString());
        assertTrue(nothing.get("tools").isEmpty());

        submit("a", "low");
        submit("a", "critical");
        submit("a", "low");
        NODE.submit("{\"tool\":\"anything\",\"queue\":\"a\",\"delay\":\"1h\"}");
        Job running = NODE.worker().claim("a");
        NODE.worker().register();
        JsonNode worker = CLIENT.get("/api/v1/workers").json().at("/items/0");
        assertEquals(
                "RUNNING 4 1",
                worker.get("state").stringValue() + " " + worker.get("slots") + " " + worker.get("busy"));
        assertEquals(running.id().toString(), worker.at("/jobs/0").stringValue());
        assertEquals(
                worker.get("id"),
                CLIENT.get("/api/v1/workers?current=true").json().at("/items/0/id"));

        NODE.worker().succeed(running, null);
        NODE.worker().fail(NODE.worker().claim("a"), null);
        CLIENT.post("/api/v1/jobs/"
                + CLIENT.get("/api/v1/jobs?state=QUEUED")
                        .json()
                        .at("/items/0/id")
                        .stringValue() + "/cancel");
        JsonNode stats = CLIENT.get("/api/v1/stats").json();
        assertEquals(
                "{\"scheduled\":1,\"queued\":0,\"running\":0,\"succeeded\":1,\"failed\":1,\"cancelled\":1,\"total\":4}",
                stats.get("jobs").toString());
        JsonNode tool = stats.at("/tools/0");
        assertEquals(
                "anything 2 1", tool.get("tool").stringValue() + " " + tool.get("runs") + " " + tool.get("failures"));
        assertTrue(tool.get("p50").isString() && tool.get("p95").isString());
        assertEquals("1d", stats.get("window").stringValue());
    }

    @Test
    void storage_showsBytesByKind() {
        JsonNode storage = CLIENT.get("/api/v1/stats/storage").json();

        JsonNode database = storage.get("database");
        assertTrue(database.get("jobs").longValue() > 0, database.toString());
        assertEquals("30d", storage.at("/history/retention").stringValue());
        assertTrue(storage.at("/history/slices").intValue() > 0);
    }

    private static JsonNode submit(String queue, String priority) {
        return NODE.submit("{\"tool\":\"anything\",\"queue\":\"" + queue + "\",\"priority\":\"" + priority + "\"}");
    }
}

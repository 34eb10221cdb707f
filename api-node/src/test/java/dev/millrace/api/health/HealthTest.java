package dev.millrace.api.health;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.ContractClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HealthTest {
    private static final TestNode NODE = TestNode.start();
    private static final ContractClient CLIENT = NODE.client();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"liveness", "readiness", "startup"})
    void startedNode_isUp(String check) {
        ApiResponse response = CLIENT.get("/health/" + check);
        assertEquals(200, response.status());
        assertEquals("{\"status\":\"UP\"}", response.body());
    }

    @Test
    void nodeWithoutWorkersOrRedis_isDegraded() {
        eventually("Redis is connected", () -> redis().equals("UP"));
        JsonNode alone = CLIENT.get("/health/detailed").json();
        assertEquals("DEGRADED", alone.get("status").stringValue());
        assertEquals("DOWN", alone.at("/checks/queue/status").stringValue());
        NODE.worker().register();
        NODE.submitTo(TestNode.newQueue());
        JsonNode served = CLIENT.get("/health/detailed").json();
        assertEquals("UP", served.get("status").stringValue(), served.toString());
        assertEquals(1, served.at("/checks/queue/workers").intValue());
        assertEquals(1, served.at("/checks/queue/queued").intValue());
        assertEquals("UP", served.at("/checks/migrations/status").stringValue());
        assertEquals("UP", served.at("/checks/artifacts/status").stringValue());
        assertTrue(served.at("/checks/postgres/latencyMs").isNumber());
        NODE.redis().stop();
        eventually("Redis is away", () -> redis().equals("DOWN"));
        ApiResponse degraded = CLIENT.get("/health/detailed");
        assertEquals(200, degraded.status());
        assertEquals("DEGRADED", degraded.json().get("status").stringValue());
        assertEquals(200, CLIENT.get("/health/readiness").status());
        NODE.redis().restart();
        eventually("Redis is back", () -> redis().equals("UP"));
    }

    private static String redis() {
        return CLIENT.get("/health/detailed").json().at("/checks/redis/status").stringValue();
    }
}

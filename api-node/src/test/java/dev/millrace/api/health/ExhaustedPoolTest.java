package dev.millrace.api.health;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.test.AtOnce;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All connections of a node are in use: callers are told to come again, and nobody takes the node out of service. */
class ExhaustedPoolTest {
    private static final int CONNECTIONS = 10;

    @Test
    void callersGet503_andHealthIsAsEver() throws Exception {
        try (TestNode node = TestNode.start();
                Connection holder = node.connection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE job, job_live, job_finished IN ACCESS EXCLUSIVE MODE");
            List<CompletableFuture<Integer>> waiting = IntStream.range(0, CONNECTIONS)
                    .mapToObj(i -> AtOnce.start(() ->
                            node.client().get("/api/v1/jobs?limit=" + (i + 1)).status()))
                    .toList();
            eventually("all are in use", () -> node.busyConnections() >= CONNECTIONS);

            ApiResponse refused = node.client().get("/api/v1/jobs?limit=99");
            assertEquals(503, refused.status());
            assertTrue(refused.body().contains("has too much to do"), refused.body());
            assertEquals(200, node.client().get("/health/readiness").status());
            ApiResponse detailed = node.client().get("/health/detailed");
            assertEquals(200, detailed.status());
            assertEquals(
                    "Postgres has too much to do",
                    detailed.json().at("/checks/queue/detail").stringValue());

            holder.rollback();
            waiting.forEach(each -> assertEquals(200, each.join()));
        }
    }
}

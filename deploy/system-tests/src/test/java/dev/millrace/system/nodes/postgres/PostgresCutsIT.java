package dev.millrace.system.nodes.postgres;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import dev.millrace.test.AtOnce;
import dev.millrace.test.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections to Postgres break in the middle of anything, under load. */
final class PostgresCutsIT {
    private static final int JOBS = 100;
    private static final int CUTS = 40;

    private static DatabaseSettings database;
    private static Cluster cluster;
    private static Cluster.Nodes nodes;

    @BeforeAll
    static void start() throws Exception {
        database = TestPostgres.newDatabase();
        cluster = Cluster.on(database);
        cluster.tools.recorder();
        nodes = cluster.startAll(2, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void connectionsCutAtRandom_loseNothing_andStopNobody() throws Exception {
        ApiClient api = nodes.api().client();
        Submitter submitter = new Submitter(List.of(api), cluster.outside("runs"));
        CompletableFuture<Void> load = AtOnce.start(() -> {
            for (int i = 0; i < JOBS; i++) {
                submitter.submit(i % 4, i % 10 == 0 ? 75 : 0);
            }
            return null;
        });
        Random random = new Random(7);
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            for (int cuts = 0; cuts < CUTS || !load.isDone(); cuts++) {
                int before = submitter.accepted().size();
                cutOne(connection, random.nextInt(1_000));
                eventually("time passes", () -> submitter.accepted().size() > before || load.isDone());
            }
        }
        load.join();

        assertEquals(JOBS, submitter.accepted().size());
        submitter.assertPromiseKept(api);
        assertTrue(nodes.api().process().isAlive());
        nodes.workers().forEach(worker -> assertTrue(worker.process().isAlive()));
    }

    /** Ends one of the nodes' connections, whatever it does. */
    private static void cutOne(Connection connection, int choice) throws Exception {
        try (PreparedStatement cut = connection.prepareStatement("""
                SELECT pg_terminate_backend(pid) FROM (
                    SELECT pid, row_number() OVER (ORDER BY pid) - 1 AS place, count(*) OVER () AS connections
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()) AS backend
                WHERE place = ? % connections
                """)) {
            cut.setInt(1, choice);
            try (ResultSet result = cut.executeQuery()) {
                result.next();
            }
        }
    }
}

package dev.millrace.system.nodes.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import dev.millrace.test.OwnPostgres;
import dev.millrace.test.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes behind a pooler do their work, or say what is to be set. */
final class PgBouncerIT {
    @TempDir
    private static Path directory;

    private static DatabaseSettings postgres;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "pgbouncer is not installed (Debian's package of this name)");
        postgres = TestPostgres.newDatabase();
        cluster = Cluster.on(postgres);
        cluster.tools.recorder();
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void sessionMode_isAsGoodAsNone() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(postgres, "session", directory)) {
            assertServes(pooler.url(""), "session");
        }
    }

    @Test
    void transactionMode_isRefused_unlessNothingIsPrepared() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(postgres, "transaction", directory)) {
            // Several looks: what one has prepared on the pooler's servers must not satisfy the next.
            Map<String, String> changed = Map.of("MILLRACE_DATABASE_URL", pooler.url(""), "MILLRACE_START_WAIT", "3s");
            for (RunningProcess node : List.of(cluster.start(Jar.API, changed), cluster.start(Jar.WORKER, changed))) {
                assertEquals(1, node.awaitExit(), node.output());
                assertTrue(node.output().contains("append '?prepareThreshold=0'"), node.output());
            }
            assertServes(pooler.url("?prepareThreshold=0"), "transaction");
        }
    }

    @Test
    void poolerWithoutAServer_isCalledWhatItIs() throws Exception {
        DatabaseSettings nobody = new DatabaseSettings(
                "jdbc:postgresql://localhost:" + OwnPostgres.freePort() + "/nobody", postgres.user(), "");
        try (PgBouncer pooler = PgBouncer.start(nobody, "session", directory)) {
            RunningProcess node = cluster.start(
                    Jar.WORKER, Map.of("MILLRACE_DATABASE_URL", pooler.url(""), "MILLRACE_START_WAIT", "1s"));
            assertEquals(1, node.awaitExit(), node.output());
            assertTrue(node.output().contains("does not answer"), node.output());
            assertFalse(node.output().contains("prepared statements"), node.output());
        }
    }

    private static void assertServes(String url, String name) throws Exception {
        Cluster.Nodes nodes = cluster.startAll(1, Map.of("MILLRACE_DATABASE_URL", url));
        ApiClient api = nodes.api().client();
        Submitter submitter = new Submitter(List.of(api), cluster.outside(name));
        for (int i = 0; i < 20; i++) {
            submitter.submit(i % 3, i % 5 == 0 ? 75 : 0);
        }
        submitter.submitAtOnce(10);
        submitter.assertPromiseKept(api);
        nodes.api().process().terminate();
        nodes.workers().get(0).process().terminate();
        assertEquals(0, nodes.api().process().awaitExit());
        assertEquals(0, nodes.workers().get(0).process().awaitExit());
    }
}

package dev.millrace.system.nodes.postgres;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import dev.millrace.system.nodes.TestTools;
import dev.millrace.test.AtOnce;
import dev.millrace.test.OwnPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The primary dies under load, and its standby takes its place. */
final class FailoverIT {
    private static final int JOBS = 60;

    private static OwnPostgres primary;
    private static OwnPostgres standby;
    private static Cluster cluster;
    private static Cluster.Nodes nodes;

    @BeforeAll
    static void start() throws Exception {
        primary = OwnPostgres.start(Path.of("target"));
        standby = primary.withStandby();
        cluster = Cluster.on(primary.settingsWith(standby));
        cluster.tools.recorder().script("waits", "retry: {maxAttempts: 1}", """
                echo waiting; until [ -e "$1.go" ]; do sleep 0.05; done
                """);
        nodes = cluster.startAll(2, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            cluster.close();
        } finally {
            standby.close();
        }
    }

    @Test
    void theStandby_takesThePlaceOfThePrimary_withAllThatWasAccepted() throws Exception {
        ApiClient api = nodes.api().client();
        Submitter submitter = new Submitter(List.of(api), cluster.outside("runs"));
        Path file = cluster.outside("waits");
        String waiting = api.submit("waits", TestTools.file(file));
        api.awaitLine(waiting, "waiting");
        CompletableFuture<Void> load = AtOnce.start(() -> {
            for (int i = 0; i < JOBS; i++) {
                submitter.submit(i % 4, i % 10 == 0 ? 75 : 0);
            }
            return null;
        });
        eventually("half of them are accepted", () -> submitter.accepted().size() >= JOBS / 2);
        primary.kill();
        standby.promote();
        load.join();
        Files.createFile(Path.of(file + ".go"));

        assertEquals(1, api.await(waiting, "SUCCEEDED").path("attempt").asInt(), "what runs goes on");
        submitter.assertPromiseKept(api);
        assertTrue(nodes.api().process().isAlive());
        nodes.workers().forEach(worker -> assertTrue(worker.process().isAlive()));
    }
}

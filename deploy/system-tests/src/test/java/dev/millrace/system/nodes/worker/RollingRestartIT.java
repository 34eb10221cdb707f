package dev.millrace.system.nodes.worker;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import dev.millrace.test.AtOnce;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All workers are replaced one after the other while jobs come in: none is lost, and none pays for it. */
final class RollingRestartIT {
    /** Shorter than some of the jobs, so that these are given back. */
    private static final Map<String, String> DRAIN = Map.of("MILLRACE_WORKER_DRAIN", "500ms");

    private static Cluster cluster;
    private static Cluster.Nodes nodes;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.recorder();
        nodes = cluster.startAll(2, DRAIN);
        api = nodes.api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aRollingRestart_losesNothing_andCostsNoAttempt() throws Exception {
        Submitter submitter = new Submitter(List.of(api), cluster.outside("runs"));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> load = AtOnce.start(() -> {
            for (int i = 0; !over.get() || i < 30; i++) {
                submitter.submit(i % 10 == 0 ? 20 : 3, 0);
                eventually("the queue is short", () -> waiting() < 3);
            }
            return null;
        });
        for (Cluster.Worker leaving : nodes.workers()) {
            int before = submitter.accepted().size();
            eventually("the load goes on", () -> submitter.accepted().size() > before + 10);
            leaving.process().terminate();
            assertEquals(0, leaving.process().awaitExit(), leaving.process().output());
            cluster.startWorker(DRAIN);
        }
        over.set(true);
        load.join();

        submitter.assertPromiseKept(api);
        Set<String> ends = new TreeSet<>();
        for (String job : submitter.accepted()) {
            assertEquals("SUCCEEDED", api.job(job).path("state").asString());
            api.job(job)
                    .path("attempts")
                    .forEach(attempt -> ends.add(attempt.path("state").asString()));
        }
        assertTrue(Set.of("RELEASED", "SUCCEEDED").containsAll(ends), ends::toString);
    }

    private static int waiting() {
        return api.get("/stats").require(200).json().path("jobs").path("queued").asInt();
    }
}

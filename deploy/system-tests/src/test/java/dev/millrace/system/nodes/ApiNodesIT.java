package dev.millrace.system.nodes;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.system.http.ApiClient;
import dev.millrace.test.AtOnce;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two API nodes are one API: what one of them was asked, the other can be asked again. */
final class ApiNodesIT {
    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.recorder();
        api = cluster.startAll(1, Map.of()).api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theSameRequest_aHundredTimesAtOnceAtTwoNodes_isOneJob() throws Exception {
        ApiClient other = cluster.startApi(Map.of()).client();
        Submitter submitter = new Submitter(List.of(api, other), cluster.outside("same"));
        String job = submitter.submitAtOnce(100);

        api.await(job, "SUCCEEDED");
        submitter.assertPromiseKept(other);
    }

    @Test
    void requestsCutByTheDeathOfTheirNode_areSentAgainToTheOther_andEachIsOneJob() throws Exception {
        Cluster.Api doomed = cluster.startApi(Map.of());
        Submitter submitter = new Submitter(List.of(doomed.client(), api), cluster.outside("cut"));
        List<CompletableFuture<Void>> callers = AtOnce.run(
                8,
                () -> AtOnce.start(() -> {
                    for (int i = 0; i < 12; i++) {
                        submitter.submit(0, 0);
                    }
                    return null;
                }));
        eventually("the callers are busy", () -> submitter.accepted().size() >= 30);
        doomed.process().kill();
        callers.forEach(CompletableFuture::join);

        assertEquals(96, submitter.accepted().size());
        submitter.assertPromiseKept(api);
    }
}

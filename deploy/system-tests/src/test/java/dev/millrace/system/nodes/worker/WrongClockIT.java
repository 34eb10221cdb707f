package dev.millrace.system.nodes.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One API node and one worker are ten minutes ahead of Postgres, the other worker is ten minutes behind. */
final class WrongClockIT {
    private static final Duration DELAY = Duration.ofSeconds(2);

    /** Far from ten minutes, and more than a slow machine needs. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static Cluster cluster;
    private static ApiClient right;
    private static ApiClient wrong;

    @BeforeAll
    static void start() throws Exception {
        List<Path> library = fakeTime();
        assumeFalse(library.isEmpty(), "The Debian package libfaketime is not installed");
        cluster = Cluster.create();
        cluster.tools.recorder();
        Map<String, String> ahead = clock(library.get(0), "+10m");
        RunningProcess wrongApi = cluster.start(Jar.API, ahead);
        List<RunningProcess> workers =
                List.of(cluster.start(Jar.WORKER, ahead), cluster.start(Jar.WORKER, clock(library.get(0), "-10m")));
        right = cluster.startApi(Map.of()).client();
        wrong = new ApiClient(
                wrongApi.awaitOutput("Listening on (http://\\S+:\\d+)").group(1));
        for (RunningProcess worker : workers) {
            worker.awaitOutput("serves");
            worker.awaitOutput("clock is -?[56]\\d{5} ms ahead");
        }
        wrongApi.awaitOutput("clock is [56]\\d{5} ms ahead");
    }

    private static List<Path> fakeTime() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("/usr/lib"), 4, (path, attributes) -> path.endsWith("faketime/libfaketime.so.1"))) {
            return files.toList();
        }
    }

    private static Map<String, String> clock(Path library, String error) {
        // Otherwise it would also shift the clock that a JVM waits by, and no wait would last.
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME",
                error,
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void delays_goByTheClockOfPostgres() {
        Instant due = Instant.now().plus(DELAY);
        String at = wrong.submit(recorder(0, 0).put("runAt", due.toString()));
        String after = wrong.submit(recorder(0, 0).put("delay", DELAY.toSeconds() + "s"));

        for (String id : List.of(at, after)) {
            JsonNode job = right.await(id, "SUCCEEDED");
            Duration late = Duration.between(time(job, "runAt"), time(job, "startedAt"));
            assertFalse(late.isNegative(), job::toPrettyString);
            assertTrue(late.compareTo(LONGEST_WAIT) < 0, job::toPrettyString);
        }
    }

    @Test
    void order_isThatOfSubmission_andNobodyLosesItsLease() throws Exception {
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            submitted.add(0, (i % 2 == 0 ? wrong : right).submit(recorder(1, 0)));
        }
        List<String> listed = right.get("/jobs?limit=6")
                .require(200)
                .json()
                .path("items")
                .valueStream()
                .map(job -> job.path("id").asString())
                .toList();
        assertEquals(submitted, listed);

        Submitter submitter = new Submitter(List.of(wrong, right), cluster.outside("runs"));
        for (int i = 0; i < 20; i++) {
            submitter.submit(i % 8, i % 5 == 0 ? 75 : 0);
        }
        submitter.assertPromiseKept(right);
        for (String id : submitter.accepted()) {
            JsonNode job = right.job(id);
            Duration length = Duration.between(time(job, "createdAt"), time(job, "finishedAt"));
            assertFalse(length.isNegative(), job::toPrettyString);
            assertTrue(length.compareTo(LONGEST_WAIT) < 0, job::toPrettyString);
            job.path("attempts")
                    .forEach(attempt ->
                            assertNotEquals("LOST", attempt.path("state").asString()));
        }
        List<String> states = right.get("/workers")
                .require(200)
                .json()
                .path("items")
                .valueStream()
                .map(worker -> worker.path("state").asString())
                .toList();
        assertEquals(List.of("RUNNING", "RUNNING"), states);
    }

    private static ObjectNode recorder(int turns, int exit) {
        Path file = cluster.outside("other-runs");
        return ApiClient.request("recorder", Map.of("file", file.toString(), "turns", turns, "exit", exit));
    }

    private static Instant time(JsonNode job, String key) {
        return Instant.parse(job.path(key).asString());
    }
}

package dev.millrace.system.nodes.worker;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A worker may die or be stopped in the middle of its jobs: they run again elsewhere, at no cost to them. */
final class LostWorkerIT {
    /** Says every 20 ms that it is alive, until it may end; what writes is a grandchild, as it often is. */
    private static final String DIARY = """
            sh -c 'until [ -e "$0.go" ]; do
              echo "$MILLRACE_ATTEMPT" >> "$0"
              sleep 0.02
            done' "$1" &
            wait
            """;

    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.script("diary", "grace: 200ms\nretry: {maxAttempts: 1}", DIARY);
        api = cluster.startApi(Map.of()).client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theJobsOfAKilledWorker_runAgainElsewhere_andLoseNoAttempt() throws Exception {
        Cluster.Worker doomed = cluster.startWorker(serving("killed"));
        List<Path> diaries = IntStream.range(0, 3)
                .mapToObj(number -> cluster.outside("killed-" + number))
                .toList();
        List<String> jobs =
                diaries.stream().map(diary -> submit(diary, "killed")).toList();
        for (Path diary : diaries) {
            awaitEntry(diary, "1");
        }
        Cluster.Worker heir = cluster.startWorker(serving("killed"));
        doomed.process().kill();
        for (Path diary : diaries) {
            awaitEntry(diary, "2");
            Files.createFile(Path.of(diary + ".go"));
        }

        for (int i = 0; i < 3; i++) {
            JsonNode job = api.await(jobs.get(i), "SUCCEEDED");
            assertEquals(1, job.path("maxAttempts").asInt());
            assertEquals(2, job.path("attempt").asInt());
            assertEquals(heir.id(), job.path("worker").asString());
            assertEquals("LOST", job.path("attempts").path(0).path("state").asString());
            assertEquals(
                    doomed.id(), job.path("attempts").path(0).path("worker").asString());
            assertOneAfterTheOther(diaries.get(i));
        }
        assertEquals("LOST", stateOf(doomed));
    }

    /** Once the second attempt has written, the first one must not. */
    private static void assertOneAfterTheOther(Path diary) throws IOException {
        List<String> entries = Files.readAllLines(diary);
        assertTrue(entries.lastIndexOf("1") < entries.indexOf("2"), "two attempts ran at the same time");
    }

    @Test
    void aWorkerThatIsTerminated_givesBackWhatDoesNotEndInTime() throws Exception {
        Cluster.Worker leaving = cluster.startWorker(serving("released"));
        Path diary = cluster.outside("released");
        String job = submit(diary, "released");
        awaitEntry(diary, "1");
        Cluster.Worker staying = cluster.startWorker(serving("released"));
        leaving.process().terminate();
        leaving.process().awaitOutput("Draining: 1 attempt\\(s\\) run and may go on until \\S+ \\(1s\\): " + job);

        assertEquals(0, leaving.process().awaitExit(), leaving.process().output());
        awaitEntry(diary, "2");
        Files.createFile(Path.of(diary + ".go"));
        JsonNode ended = api.await(job, "SUCCEEDED");
        assertEquals("RELEASED", ended.path("attempts").path(0).path("state").asString());
        assertEquals("DRAIN", ended.path("attempts").path(0).path("stopReason").asString());
        assertEquals(staying.id(), ended.path("worker").asString());
        assertEquals(List.of("QUEUED", "RUNNING", "QUEUED", "RUNNING", "SUCCEEDED"), types(job));
        assertOneAfterTheOther(diary);
        assertEquals("STOPPED", stateOf(leaving));
    }

    /** Each test has workers and a queue of its own. */
    private static Map<String, String> serving(String queue) {
        return Map.of("MILLRACE_WORKER_QUEUES", queue, "MILLRACE_WORKER_DRAIN", "1s");
    }

    private static String submit(Path diary, String queue) {
        return api.submit(ApiClient.request("diary", TestTools.file(diary)).put("queue", queue));
    }

    private static List<String> types(String job) {
        return api.get("/jobs/" + job + "/events")
                .require(200)
                .json()
                .path("items")
                .valueStream()
                .map(event -> event.path("type").asString())
                .toList();
    }

    private static void awaitEntry(Path diary, String attempt) {
        eventually(
                "attempt " + attempt + " writes",
                () -> Files.exists(diary) && Files.readAllLines(diary).contains(attempt));
    }

    private static String stateOf(Cluster.Worker worker) {
        return api.get("/workers")
                .require(200)
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("id").asString().equals(worker.id()))
                .map(item -> item.path("state").asString())
                .findFirst()
                .orElse("unknown");
    }
}

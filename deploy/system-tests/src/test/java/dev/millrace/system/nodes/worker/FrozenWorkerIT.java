package dev.millrace.system.nodes.worker;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.TestTools;
import dev.millrace.system.process.ProcessTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A worker may fall silent for longer than its lease and wake up again: what it ran is ended meanwhile, and it must not act
 * on what it believed before.
 */
final class FrozenWorkerIT {
    /**
     * Says every 20 ms that it is alive, until its attempt or its job may end. Deaf to TERM, as nobody may ask politely who
     * has to be gone in half a second.
     */
    private static final String HOLDS = """
            trap '' TERM
            until [ -e "$1.go" ] || [ -e "$1.go.$MILLRACE_ATTEMPT" ]; do
              echo alive >> "$1.alive.$MILLRACE_ATTEMPT"
              sleep 0.02
            done
            echo "{\\"attempt\\": $MILLRACE_ATTEMPT}" > "$MILLRACE_RESULT"
            """;

    private static final int BACKLOG = 20;

    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.script("holds", "grace: 1s\nretry: {maxAttempts: 1}", HOLDS);
        api = cluster.startApi(Map.of()).client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aWorkerThatWakesUpAfterItsLease_takesAndChangesNothing_untilItHasRegisteredAgain() throws Exception {
        Cluster.Worker sleeper = cluster.startWorker(Map.of("MILLRACE_WORKER_SLOTS", "2"));
        Path ending = cluster.outside("ending");
        Path going = cluster.outside("going");
        Path waiting = cluster.outside("waiting");
        List<String> held = List.of(submit(ending), submit(going));
        awaitAlive(ending, 1);
        awaitAlive(going, 1);
        List<String> backlog =
                Stream.generate(() -> submit(waiting)).limit(BACKLOG).toList();

        sleeper.process().freeze();
        // One tool ends while nobody looks: on waking up, the worker has an outcome to record and a slot to fill.
        Files.createFile(Path.of(ending + ".go.1"));
        eventually("the tool has ended", () -> Cluster.processesOf(held.get(0)).isEmpty());
        cluster.startWorker(Map.of("MILLRACE_WORKER_SLOTS", "1"));
        for (String job : held) {
            eventually(
                    "the job is taken over",
                    () -> attempt(api.job(job), 1).path("state").asString().equals("LOST"));
        }
        Instant lastSign = lastSign(going);
        assertTrue(
                lastSign.isBefore(finishedAt(attempt(api.job(held.get(1)), 1))),
                "the tool is ended before its job is given to others, though its worker is frozen");
        assertEquals(List.of(), firstAttemptOf(held.get(1)));
        assertTrue(queued() >= BACKLOG, "there is plenty to take");
        sleeper.process().thaw();
        sleeper.process().awaitOutput("Registered again as worker " + sleeper.id());
        assertEquals(lastSign, lastSign(going));
        for (Path jobs : List.of(ending, going, waiting)) {
            Files.createFile(Path.of(jobs + ".go"));
        }

        for (String job : held) {
            List<JsonNode> begun = begun(assertSucceededOnce(job));
            assertEquals(2, begun.size(), begun.toString());
            JsonNode lost = begun.get(0);
            assertEquals("LOST", lost.path("state").asString());
            assertEquals(sleeper.id(), lost.path("worker").asString());
            assertTrue(lost.path("exitCode").isNull(), lost.toPrettyString());
            assertNotTakenTooEarly(begun.get(1), sleeper, lastSign);
        }
        for (String job : backlog) {
            List<JsonNode> begun = begun(assertSucceededOnce(job));
            assertEquals(1, begun.size(), begun.toString());
            assertNotTakenTooEarly(begun.get(0), sleeper, lastSign);
        }
    }

    /** What was claimed ahead and given back was never begun. */
    private static List<JsonNode> begun(JsonNode job) {
        return job.path("attempts")
                .valueStream()
                .filter(attempt -> !attempt.path("state").asString().equals("RELEASED"))
                .toList();
    }

    private static List<Long> firstAttemptOf(String job) {
        return Cluster.processesOf(job).stream()
                .filter(ProcessTable.withVariable("MILLRACE_ATTEMPT=1")::contains)
                .toList();
    }

    /** The attempt that succeeded is the newest one, and the result is its own. */
    private static JsonNode assertSucceededOnce(String job) {
        JsonNode ended = api.await(job, "SUCCEEDED");
        JsonNode result = api.get("/jobs/" + job + "/result").require(200).json();
        List<String> ends = new ArrayList<>();
        for (JsonNode event :
                api.get("/jobs/" + job + "/events").require(200).json().path("items")) {
            if (event.path("type").asString().equals("SUCCEEDED")) {
                ends.add(event.path("attempt").asString());
            }
        }

        assertEquals(List.of(ended.path("attempt").asString()), ends);
        assertEquals(ended.path("attempt").asInt(), result.path("attempt").asInt());
        return ended;
    }

    /** Before it registers again, a worker ends its tools: what it began earlier, it began as a lost worker. */
    private static void assertNotTakenTooEarly(JsonNode attempt, Cluster.Worker sleeper, Instant lastSign) {
        if (attempt.path("worker").asString().equals(sleeper.id())) {
            Instant began = Instant.parse(attempt.path("startedAt").asString());
            assertTrue(began.isAfter(lastSign), () -> "Taken by a lost worker: " + attempt.toPrettyString());
        }
    }

    private static Instant finishedAt(JsonNode attempt) {
        return Instant.parse(attempt.path("finishedAt").asString());
    }

    private static Instant lastSign(Path file) throws Exception {
        return Files.getLastModifiedTime(Path.of(file + ".alive.1")).toInstant();
    }

    private static void awaitAlive(Path file, int attempt) {
        eventually("attempt " + attempt + " runs", () -> Files.exists(Path.of(file + ".alive." + attempt)));
    }

    private static String submit(Path file) {
        return api.submit("holds", TestTools.file(file));
    }

    private static int queued() {
        return api.get("/stats").require(200).json().path("jobs").path("queued").asInt();
    }

    private static JsonNode attempt(JsonNode job, int number) {
        return job.path("attempts").path(number - 1);
    }
}

package dev.millrace.system.nodes.postgres;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.Answer;
import dev.millrace.system.http.ApiClient;
import dev.millrace.system.http.EventStream;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import dev.millrace.system.nodes.TestTools;
import dev.millrace.test.AtOnce;
import dev.millrace.test.OwnPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Postgres goes away while a tool runs, and comes back: nothing that happened meanwhile is lost. */
final class PostgresOutageIT {
    /** A promise to callers, and well above what a slow machine adds to it. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    /** From the moment when Postgres answers again; twice the promise, for a machine that is slow just then. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** More than an API node has connections. */
    private static final int CALLERS = 20;

    /** Counts while it waits, and goes on counting while nobody takes its lines. */
    private static final String COUNTS = """
            n=0
            until [ -e "$1.go" ]; do
              n=$((n + 1)); echo "line $n"; echo "$n" > "$1"
              sleep 0.02
            done
            echo "{\\"lines\\": $n}" > "$MILLRACE_RESULT"
            touch "$1.ended"
            """;

    private static OwnPostgres postgres;
    private static Cluster cluster;
    private static Cluster.Nodes nodes;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        postgres = OwnPostgres.start(Path.of("target"));
        cluster = Cluster.on(postgres.settings());
        cluster.tools
                .script("counts", "retry: {maxAttempts: 1}", COUNTS)
                .program("nothing", "", "/bin/true")
                .recorder();
        nodes = cluster.startAll(1, Map.of());
        api = nodes.api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            cluster.close();
        } finally {
            postgres.close();
        }
    }

    @Test
    void anOutage_costsNoOutcomeAndNoLogLine_andCallersAreTold() throws Exception {
        Path file = cluster.outside("count");
        String job = api.submit("counts", TestTools.file(file));
        try (EventStream events = api.stream("/jobs/" + job + "/events")) {
            api.awaitLine(job, "line 10");
            postgres.stop();
            try {
                assertRefusedInTime();
                assertEquals(503, api.get("//health/readiness").status());
                assertEquals(200, api.get("//health/liveness").status(), "a node that waits needs no restart");
                long before = count(file);
                eventually("the tool goes on", () -> count(file) > before + 10);
                Files.createFile(Path.of(file + ".go"));
                eventually("the tool ends during the outage", () -> Files.exists(Path.of(file + ".ended")));
            } finally {
                postgres.restart();
            }
            assertResumesInTime();
            JsonNode ended = eventually(
                            "the outcome is recorded",
                            () -> api.get("/jobs/" + job),
                            answer -> answer.status() == 200
                                    && answer.json().path("finishedAt").isString())
                    .json();
            assertEquals("SUCCEEDED", ended.path("state").asString(), ended.toPrettyString());
            assertEquals(1, ended.path("attempt").asInt());
            assertEquals("end", last(events.awaitEnd()).event(), "the stream outlives the outage");
        }

        long lines = api.get("/jobs/" + job + "/result")
                .require(200)
                .json()
                .path("lines")
                .asLong();
        assertEquals(
                IntStream.rangeClosed(1, (int) lines).mapToObj(n -> "line " + n).toList(), api.log(job));
        assertTrue(nodes.api().process().isAlive());
        assertTrue(nodes.workers().get(0).process().isAlive());
    }

    @Test
    void aPostgresThatTakesNoChanges_costsNoOutcomeAndNoLogLine_andCallersAreTold() throws Exception {
        Path file = cluster.outside("count-read-only");
        String job = api.submit("counts", TestTools.file(file));
        api.awaitLine(job, "line 1");
        postgres.takeChanges(false);
        try {
            eventually(
                    "requests are refused",
                    () -> api.post("/jobs", ApiClient.request("nothing", Map.of()))
                                    .status()
                            == 503);
            assertRefusedInTime();
            assertEquals(503, api.get("//health/readiness").status());
            assertEquals(200, api.get("/jobs/" + job).status(), "what is there can be read");
            Files.createFile(Path.of(file + ".go"));
            eventually("the tool ends meanwhile", () -> Files.exists(Path.of(file + ".ended")));
        } finally {
            postgres.takeChanges(true);
        }
        assertResumesInTime();

        assertEquals(1, api.await(job, "SUCCEEDED").path("attempt").asInt());
        long lines = api.get("/jobs/" + job + "/result")
                .require(200)
                .json()
                .path("lines")
                .asLong();
        assertEquals(lines, api.log(job).size());
    }

    @Test
    void aFrozenPostgres_keepsNoCallerHanging_andStopsNoTool() throws Exception {
        Submitter submitter = new Submitter(List.of(api), cluster.outside("frozen"));
        Path file = cluster.outside("count-frozen");
        String job = api.submit("counts", TestTools.file(file));
        api.awaitLine(job, "line 1");
        postgres.freeze();
        try {
            // Of many at once most find no connection, and those that find one find nobody behind it.
            AtOnce.run(CALLERS, () -> {
                assertRefusedInTime();
                return true;
            });
            assertRefusedInTime();
            assertEquals(503, api.get("//health/readiness").status());
            Files.createFile(Path.of(file + ".go"));
            eventually("the tool ends meanwhile", () -> Files.exists(Path.of(file + ".ended")));
        } finally {
            postgres.thaw();
        }
        assertResumesInTime();

        JsonNode ended = api.await(job, "SUCCEEDED");
        assertEquals(1, ended.path("attempt").asInt(), "nobody took the worker for lost");
        submitter.submitAtOnce(2);
        submitter.assertPromiseKept(api);
    }

    /** Postgres answers: from now on it takes a moment until all is as ever. */
    private static void assertResumesInTime() {
        long back = System.nanoTime();
        String job = eventually(
                        "jobs are accepted",
                        () -> api.post("/jobs", ApiClient.request("nothing", Map.of())),
                        answer -> answer.status() == 202)
                .json()
                .path("id")
                .asString();
        api.await(job, "SUCCEEDED");
        Duration length = Duration.ofNanos(System.nanoTime() - back);
        assertTrue(length.compareTo(LONGEST_PAUSE) < 0, "resumed after " + length);
        assertEquals(200, api.get("//health/readiness").status());
    }

    private static void assertRefusedInTime() {
        long asked = System.nanoTime();
        Answer answer = api.post("/jobs", ApiClient.request("nothing", Map.of()));
        Duration length = Duration.ofNanos(System.nanoTime() - asked);

        assertEquals(503, answer.status(), answer.text());
        assertEquals("UNAVAILABLE", answer.json().path("code").asString());
        assertFalse(answer.header("Retry-After").isEmpty());
        assertTrue(length.compareTo(LONGEST_ANSWER) < 0, "answered after " + length);
    }

    private static long count(Path file) throws Exception {
        String text = Files.readString(file).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static EventStream.Frame last(List<EventStream.Frame> frames) {
        return frames.get(frames.size() - 1);
    }
}

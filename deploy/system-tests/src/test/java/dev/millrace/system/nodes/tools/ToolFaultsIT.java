package dev.millrace.system.nodes.tools;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.Answer;
import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.TestTools;
import dev.millrace.system.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a tool does, its job ends with a clear reason, and nothing of it is left. */
final class ToolFaultsIT {
    /** Deaf to TERM, with a child in the same session and a grandchild in one of its own; each notes its process id. */
    private static final String STUBBORN = """
            trap '' TERM
            echo $$ >> "$1"
            sh -c 'trap "" TERM; echo $$ >> "$0"; setsid sh -c "echo \\$\\$ >> $0; while :; do sleep 1; done" & wait' "$1" &
            while :; do sleep 1; done
            """;

    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools
                .script("stubborn", "grace: 200ms", STUBBORN)
                .script("waits", "", "until [ -e \"$1\" ]; do sleep 0.02; done")
                .script(
                        "second-time-lucky",
                        "retry: {maxAttempts: 2, backoff: {initial: 1ms, jitter: 0}}",
                        "[ \"$MILLRACE_ATTEMPT\" = 2 ] || exit 75")
                .script("never-lucky", "retry: {maxAttempts: 2, backoff: {initial: 1ms}}", "exit 75")
                .script("fails", "", "exit 3")
                .program("no-program", "", "./not-there.sh")
                .script("no-json", "", "echo 'not: json' > \"$MILLRACE_RESULT\"")
                .script("other-json", "result: {type: object, required: [total]}", "echo '{}' > \"$MILLRACE_RESULT\"")
                .script("flood", "", "yes 0123456789012345678901234567890123456789 | head -c 100000000; echo end >&2")
                .script("long-line", "", "head -c 20000000 /dev/zero | tr '\\0' x; echo; echo after")
                .script("not-utf-8", "", "printf 'a\\377b\\303\\n'; printf 'c\\000d\\n'");
        api = cluster.startAll(1, Map.of()).api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void cancel_reachesEveryProcess_evenThoseDeafToTerm() throws Exception {
        Path pids = cluster.outside("cancel");
        String job = api.submit("stubborn", TestTools.file(pids));
        List<Long> processes = awaitThreePids(pids);
        Answer asked = api.post("/jobs/" + job + "/cancel").require(202);
        JsonNode ended = api.await(job, "CANCELLED");

        assertTrue(asked.json().path("cancelRequested").asBoolean());
        assertEquals("CANCELLED", ended.path("error").path("code").asString());
        assertEquals("CANCELLED", attempt(ended, 1).path("state").asString());
        assertEquals("CANCEL", attempt(ended, 1).path("stopReason").asString());
        assertEquals(
                asked.header("X-Request-Id"),
                attempt(ended, 1).path("stoppedBy").asString());
        assertTrue(processes.contains(attempt(ended, 1).path("pid").asLong()), () -> processes + " " + ended);
        assertEquals("KILL", attempt(ended, 1).path("signal").asString());
        assertEquals(0, attempt(ended, 1).path("survivors").asInt(-1));
        assertNothingLeft(job, processes);
        api.post("/jobs/" + job + "/cancel").require(409);
    }

    @Test
    void timeout_reachesEveryProcess() throws Exception {
        Path pids = cluster.outside("timeout");
        ObjectNode request = ApiClient.request("stubborn", TestTools.file(pids)).put("timeout", "1s");
        String job = api.submit(request);
        JsonNode ended = api.await(job, "FAILED");

        assertEquals("TIMEOUT", ended.path("error").path("code").asString());
        assertEquals("TIMEOUT", attempt(ended, 1).path("stopReason").asString());
        assertEquals("timeout", attempt(ended, 1).path("stoppedBy").asString());
        assertEquals(1, ended.path("attempt").asInt());
        assertNothingLeft(job, pids(pids));
    }

    private static List<Long> awaitThreePids(Path file) {
        return eventually("three processes run", () -> pids(file), pids -> pids.size() == 3);
    }

    private static List<Long> pids(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                : List.of();
    }

    private static void assertNothingLeft(String job, List<Long> processes) {
        assertEquals(List.of(), processes.stream().filter(ProcessTable::isAlive).toList());
        assertEquals(List.of(), Cluster.processesOf(job));
    }

    @Test
    void aScheduledJob_isCancelledAtOnce() {
        String job = api.submit(ApiClient.request("fails", Map.of()).put("delay", "1h"));
        JsonNode cancelled = api.post("/jobs/" + job + "/cancel").require(202).json();

        assertEquals("CANCELLED", cancelled.path("state").asString());
        assertEquals(0, api.job(job).path("attempt").asInt(-1));
    }

    @Test
    void aQueuedJob_isCancelledWhileAllSlotsAreBusy() throws Exception {
        Path go = cluster.outside("busy");
        List<String> busy = List.of(
                api.submit("waits", TestTools.file(go)),
                api.submit("waits", TestTools.file(go)),
                api.submit("waits", TestTools.file(go)),
                api.submit("waits", TestTools.file(go)));
        busy.forEach(job -> api.await(job, "RUNNING"));
        String queued = api.submit("fails", Map.of());
        JsonNode cancelled =
                api.post("/jobs/" + queued + "/cancel").require(202).json();
        Files.createFile(go);
        busy.forEach(job -> api.await(job, "SUCCEEDED"));

        assertEquals("CANCELLED", cancelled.path("state").asString());
        assertEquals("CANCELLED", api.job(queued).path("state").asString());
        assertEquals(0, api.job(queued).path("attempts").size());
    }

    @Test
    void exitCode75_asksForAnotherAttempt() {
        String job = api.submit("second-time-lucky", Map.of());
        JsonNode ended = api.await(job, "SUCCEEDED");

        assertEquals(2, ended.path("attempt").asInt());
        assertEquals("FAILED", attempt(ended, 1).path("state").asString());
        assertEquals(75, attempt(ended, 1).path("exitCode").asInt());
        assertEquals("SUCCEEDED", attempt(ended, 2).path("state").asString());
        assertTrue(ended.path("error").isNull(), "a job that succeeded has no error");
    }

    @Test
    void exitCode75_isAFailureOnceTheAttemptsAreUsedUp() {
        JsonNode ended = api.await(api.submit("never-lucky", Map.of()), "FAILED");

        assertEquals(2, ended.path("attempt").asInt());
        assertEquals("EXIT_CODE", ended.path("error").path("code").asString());
    }

    @Test
    void anyOtherExitCode_isAFailureAtOnce() {
        JsonNode ended = api.await(api.submit("fails", Map.of()), "FAILED");

        assertEquals(1, ended.path("attempt").asInt());
        assertEquals("EXIT_CODE", ended.path("error").path("code").asString());
        assertEquals(3, attempt(ended, 1).path("exitCode").asInt());
    }

    @Test
    void aMissingProgram_isNamedAsTheReason() {
        JsonNode ended = api.await(api.submit("no-program", Map.of()), "FAILED");

        assertEquals("PROGRAM_NOT_FOUND", ended.path("error").path("code").asString());
        assertTrue(ended.path("error").path("message").asString().contains("not-there.sh"), ended.toPrettyString());
    }

    @Test
    void aResultThatIsNotJson_orNotWhatTheToolPromised_isAFailure() {
        for (String tool : List.of("no-json", "other-json")) {
            String job = api.submit(tool, Map.of());
            JsonNode ended = api.await(job, "FAILED");

            assertEquals("INVALID_RESULT", ended.path("error").path("code").asString(), tool);
            api.get("/jobs/" + job + "/result").require(404);
        }
    }

    @Test
    void aFloodOfOutput_isCutWithARemark_andTheJobEnds() {
        String job = api.submit("flood", Map.of());
        JsonNode ended = api.await(job, "SUCCEEDED");
        List<String> log = api.log(job);

        assertEquals(100_000_004, attempt(ended, 1).path("outputBytes").asInt());
        assertTrue(log.get(log.size() - 1).startsWith("Output limit reached: "), () -> log.get(log.size() - 1));
        assertTrue(log.size() < 100_000_000 / 41, () -> log.size() + " lines were kept");
    }

    @Test
    void aVeryLongLine_isCutWithARemark_andTheNextIsWhole() {
        String job = api.submit("long-line", Map.of());
        api.await(job, "SUCCEEDED");
        List<String> log = api.log(job);

        assertEquals(2, log.size());
        assertTrue(log.get(0).endsWith("x … [line cut: 20000000 bytes]"));
        assertTrue(log.get(0).length() < 100_000);
        assertEquals("after", log.get(1));
    }

    @Test
    void bytesThatAreNoText_areReplaced() {
        String job = api.submit("not-utf-8", Map.of());
        api.await(job, "SUCCEEDED");

        assertEquals(List.of("a\uFFFDb\uFFFD", "c\uFFFDd"), api.log(job));
    }

    private static JsonNode attempt(JsonNode job, int number) {
        return job.path("attempts").path(number - 1);
    }
}

package dev.millrace.system.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.standalone.Launcher.Dev;
import dev.millrace.system.standalone.Launcher.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client commands against a Millrace that runs: what they print, and the exit status that scripts rely on. */
final class CommandLineIT {
    @TempDir
    private static Path directory;

    private static Dev dev;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        Files.writeString(tools.resolve("greet.tool.yaml"), """
                name: greet
                description: Greets somebody
                parameters: {type: object, properties: {name: {type: string}}, required: [name]}
                run: {command: [echo, "Hello {{name}}"]}
                """);
        Files.writeString(tools.resolve("fail.tool.yaml"), """
                name: fail
                run: {command: ["false"]}
                """);
        Files.writeString(tools.resolve("sleep.tool.yaml"), """
                name: sleep
                run: {command: [sleep, "600"]}
                """);
        dev = Dev.start(directory.resolve("data"), "--tools", tools.toString());
        api = new ApiClient(dev.url());
    }

    @AfterAll
    static void stop() {
        dev.close();
    }

    private static Outcome millrace(String... arguments) {
        return Launcher.client(dev.url(), arguments);
    }

    @Test
    void run_waitsForTheJob_andExitsWithItsSuccess() {
        Outcome good = millrace("run", "greet", "-p", "name=Ada", "--wait");
        assertEquals(0, good.status(), good.output());
        assertTrue(good.output().contains("SUCCEEDED"), good.output());

        Outcome bad = millrace("run", "fail", "--wait");
        assertEquals(1, bad.status(), bad.output());
        assertTrue(bad.output().contains("EXIT_CODE"), bad.output());
    }

    @Test
    void run_followsTheLog() {
        Outcome outcome = millrace("run", "greet", "-p", "name=Grace Hopper", "--follow");

        assertEquals(0, outcome.status(), outcome.output());
        assertTrue(outcome.output().contains("Hello Grace Hopper"), outcome.output());
    }

    @Test
    void run_asJson_isOneDocument() {
        Outcome outcome = millrace("run", "greet", "-p", "name=Ada", "--wait", "--json");

        JsonNode job = JsonMapper.shared().readTree(outcome.output());
        assertEquals(0, outcome.status());
        assertEquals("SUCCEEDED", job.path("state").asString());
        assertEquals(
                job.path("id").asString(),
                api.job(job.path("id").asString()).path("id").asString());
    }

    @Test
    void run_refusesWhatTheToolDoesNotTake() {
        assertEquals(3, millrace("run", "greet", "-p", "nam=Ada").status());
        assertEquals(3, millrace("run", "no-such-tool").status());
        assertEquals(2, millrace("run").status());
        assertEquals(3, Launcher.client("http://127.0.0.1:1", "jobs").status());
    }

    @Test
    void jobsAndLogs_showWhatRan() {
        String job = api.submit("greet", Map.of("name", "Linus"));
        api.await(job, "SUCCEEDED");

        assertShows(millrace("jobs"), job, "greet", "SUCCEEDED");
        assertShows(millrace("job", job), job, "SUCCEEDED");
        assertShows(millrace("logs", job), "Hello Linus");
        assertShows(millrace("logs", job, "--follow"), "Hello Linus", "SUCCEEDED");
    }

    @Test
    void cancel_stopsARunningJob_andRetry_runsItAgain() {
        String job = api.submit("sleep", Map.of());
        api.await(job, "RUNNING");
        assertEquals(0, millrace("cancel", job).status());
        api.await(job, "CANCELLED");
        assertEquals(3, millrace("cancel", job).status(), "it has ended");

        Outcome retried = millrace("retry", job, "--json");
        assertEquals(0, retried.status(), retried.output());
        JsonNode again = JsonMapper.shared().readTree(retried.output());
        assertEquals(job, again.path("retryOf").asString());
        api.await(again.path("id").asString(), "RUNNING");
        assertEquals(0, millrace("cancel", again.path("id").asString()).status());
    }

    @Test
    void failedJobs_areRetriedByConditions_onceAskedForWithYes() {
        String job = api.submit("fail", Map.of());
        api.await(job, "FAILED");
        assertShows(millrace("jobs", "--tool", "fail", "--search", job), job);

        Outcome counted = millrace("retry", "--state", "failed", "--search", job, "--dry-run");
        assertEquals(0, counted.status(), counted.output());
        assertShows(counted, "1 job(s) would run again.");
        Outcome unasked = millrace("retry", "--state", "failed", "--search", job);
        assertEquals(2, unasked.status(), unasked.output());
        assertShows(millrace("retry", "--state", "failed", "--search", job, "--yes"), "Submitted 1 job(s) again.");
        assertShows(millrace("retry", "--search", job, "--dry-run"), "0 job(s) would run again.");
        assertEquals(2, millrace("retry").status(), "neither id nor conditions");
        assertEquals(2, millrace("retry", job, "--tool", "fail").status(), "both");
    }

    @Test
    void waitingJobs_areCancelledByConditions() {
        String job = millrace("run", "greet", "-p", "name=Al", "--delay", "1h", "--label", "batch=7", "--json")
                .output();
        String id = JsonMapper.shared().readTree(job).path("id").asString();
        assertShows(millrace("cancel", "--label", "batch=7", "--dry-run"), "1 job(s) would be cancelled.");
        assertEquals(2, millrace("cancel", "--label", "batch=7").status(), "nobody to ask");
        assertShows(millrace("cancel", "--label", "batch=7", "--yes"), "Cancelled 1 job(s).");
        api.await(id, "CANCELLED");
    }

    @Test
    void manyJobs_areSubmittedFromAFile_allOrEachForItself() throws Exception {
        Path file = Files.writeString(directory.resolve("jobs.ndjson"), """
                {"tool": "greet", "parameters": {"name": "Ann"}, "labels": {"batch": "8"}}
                {"tool": "greet", "parameters": {}}
                """);
        Outcome none = millrace("submit", file.toString());
        assertEquals(3, none.status(), none.output());
        assertTrue(none.output().contains("line 2: is required"), none.output());

        Outcome one = millrace("submit", file.toString(), "--no-atomic");
        assertEquals(3, one.status(), one.output());
        assertTrue(one.output().contains("line 2: The parameters do not fit"), one.output());
        assertTrue(one.output().contains("Submitted 1 job(s). Refused 1."), one.output());
        assertShows(millrace("jobs", "--label", "batch=8"), "greet");
    }

    @Test
    void aJobThatStandsForAnother_isNamed_andFollowed() {
        String[] unique = {"run", "greet", "-p", "name=Ed", "--delay", "1h", "--unique", "queued"};
        String first = millrace(unique).output().lines().findFirst().orElseThrow();
        assertShows(millrace(unique), "Nothing new was submitted: job " + first + ", which is SCHEDULED", "unique");
        assertShows(millrace("job", first), "unique", "by tool, parameters; queued");
        assertEquals(0, millrace("cancel", first).status());

        String[] keyed = {"run", "greet", "-p", "name=Joe", "--idempotency-key", "once", "--follow"};
        assertShows(millrace(keyed), "Hello Joe");
        assertShows(millrace(keyed), "this idempotency key stands for job ", "which is SUCCEEDED", "Hello Joe");
    }

    @Test
    void toolsWorkersAndStatistics_areShown() {
        api.await(api.submit("greet", Map.of("name", "Ken")), "SUCCEEDED");

        assertShows(millrace("tools"), "greet", "Greets somebody", "fail");
        assertShows(millrace("workers"), "RUNNING");
        assertShows(millrace("stats"), "greet");
    }

    @Test
    void queue_isPausedClearedAndResumed() {
        assertEquals(0, millrace("queues", "pause", "default").status());
        String waiting = api.submit("greet", Map.of("name", "Joan"));
        assertShows(millrace("queues"), "default", "paused");

        Outcome unasked = millrace("queues", "clear", "default");
        assertEquals(2, unasked.status(), unasked.output());
        assertShows(millrace("queues", "clear", "default", "--yes", "--json"), "\"cancelled\"");
        api.await(waiting, "CANCELLED");

        assertEquals(0, millrace("queues", "resume", "default").status());
        api.await(api.submit("greet", Map.of("name", "Kay")), "SUCCEEDED");
        assertEquals(3, millrace("queues", "pause", "Not a name").status());
    }

    private static void assertShows(Outcome outcome, String... texts) {
        assertEquals(0, outcome.status(), outcome.output());
        for (String text : texts) {
            assertTrue(outcome.output().contains(text), "no " + text + " in:\n" + outcome.output());
        }
    }
}

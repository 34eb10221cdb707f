package dev.millrace.system.standalone;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.ProcessTable;
import dev.millrace.system.process.RunningProcess;
import dev.millrace.system.standalone.Launcher.Dev;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The one command: it starts everything, keeps its data, refuses clearly, and leaves nothing behind. */
final class DevIT {
    @TempDir
    private Path directory;

    /** What a standalone starts has inherited its environment, or names its data directory as the tools do. */
    @AfterEach
    void nothingIsLeft() {
        eventually("no process is left", () -> ProcessTable.withVariable(Launcher.MARK), List::isEmpty);
        eventually("no process is left", () -> ProcessTable.withCommand(directory.toString()), List::isEmpty);
    }

    @Test
    void demo_runsARealTool_showsItsResult_andEnds() {
        RunningProcess demo = Launcher.start("demo", "--exit", "--port", "0", "--data", data().toString());
        try (demo) {
            assertEquals(0, demo.awaitExit(), demo.output());
            assertTrue(demo.output().contains("SUCCEEDED"), demo.output());
            assertTrue(demo.output().contains("\"pages\""), demo.output());
        }
    }

    @Test
    void workersOfTheirOwn_showUp_areReplacedWhenTheyDie_andTheDataSurvivesARestart() throws Exception {
        String job;
        try (Dev dev = Dev.start(data(), "--workers", "2")) {
            ApiClient api = new ApiClient(dev.url());
            eventually("two workers", () -> workers(api), workers -> workers.size() == 2);
            workers(api)
                    .forEach(worker -> assertNotEquals(
                            dev.process().pid(), worker.path("pid").asLong(), "not a process of its own"));
            long doomed = workers(api).get(0).path("pid").asLong();
            ProcessHandle.of(doomed).orElseThrow().destroyForcibly();
            dev.process().awaitOutput("millrace: worker [12]: process " + doomed + " ended with 137; a new one");
            eventually(
                    "two workers, without the dead one",
                    () -> workers(api),
                    workers -> workers.size() == 2
                            && workers.stream()
                                    .noneMatch(worker -> worker.path("pid").asLong() == doomed));
            job = api.submit(
                    "build-graph", Map.of("root", Jar.ROOT.resolve("docs").toString()));
            api.await(job, "SUCCEEDED");
        }
        try (Dev again = Dev.start(data())) {
            ApiClient api = new ApiClient(again.url());

            assertEquals("SUCCEEDED", api.job(job).path("state").asString());
            api.get("/jobs/" + job + "/artifacts/graph.dot").require(200);
            assertRefused(
                    Launcher.start("dev", "--port", "0", "--data", data().toString()), "Another Millrace runs in");
        }
    }

    private static List<JsonNode> workers(ApiClient api) {
        return api.get("/workers")
                .require(200)
                .json()
                .path("items")
                .valueStream()
                .filter(worker -> worker.path("state").asString().equals("RUNNING"))
                .toList();
    }

    @Test
    void aPortThatIsTaken_isSaidInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            assertRefused(
                    Launcher.start("dev", "--port", port, "--data", data().toString()),
                    "Port " + port + " on 127.0.0.1 is taken");
        }
    }

    private static void assertRefused(RunningProcess process, String reason) {
        try (process) {
            assertNotEquals(0, process.awaitExit(), process.output());
            assertEquals(1, process.output().lines().count(), process.output());
            assertTrue(process.output().startsWith("millrace: " + reason), process.output());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignal_stopsEverything_andTheToolsThatRun(String signal) throws Exception {
        try (Dev dev = Dev.start(data())) {
            ApiClient api = new ApiClient(dev.url());
            String job = api.submit("wait-for", Map.of("target", "file:" + directory.resolve("never"), "seconds", 60));
            api.await(job, "RUNNING");
            List<Long> redis = redisOf(dev);
            assertEquals(1, redis.size(), "Redis runs");
            assertTrue(
                    ProcessTable.withCommand(data().resolve("postgres").toString())
                                    .size()
                            >= 1,
                    "Postgres runs");
            eventually(
                    "the tool runs",
                    () -> !ProcessTable.withVariable("MILLRACE_JOB_ID=" + job).isEmpty());
            send(signal, dev.process());
            dev.process().awaitExit();

            eventually("Redis is gone", () -> redis.stream().noneMatch(ProcessTable::isAlive));
            assertFalse(dev.process().output().contains("WARN"), dev.process().output());
            assertEquals(List.of(), ProcessTable.withVariable("MILLRACE_JOB_ID=" + job));
        }
    }

    private static List<Long> redisOf(Dev dev) {
        return ProcessHandle.of(dev.process().pid())
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .filter(ProcessTable.withCommand("redis-server")::contains)
                .toList();
    }

    @Test
    void aSignalDuringTheStart_stopsWhatHasBeenStarted() throws Exception {
        try (RunningProcess starting = Launcher.start("dev", "--port", "0", "--data", data().toString())) {
            starting.awaitOutput("Starting the API node");
            send("TERM", starting);
            starting.awaitExit();
        }
    }

    /** INT goes to the whole group, as a terminal does it on Ctrl-C; TERM to the one process that was started. */
    private static void send(String signal, RunningProcess process) throws Exception {
        String target = (signal.equals("INT") ? "-" : "") + process.pid();
        int status = new ProcessBuilder("kill", "-" + signal, "--", target)
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, status);
    }

    private Path data() {
        return directory.resolve("data");
    }
}

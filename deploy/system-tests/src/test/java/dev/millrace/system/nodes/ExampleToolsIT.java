package dev.millrace.system.nodes;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import dev.millrace.test.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** From an empty database to finished jobs: migrate, an API node, three workers of one slot each, the example tools. */
final class ExampleToolsIT {
    private static final Map<String, String> SETTINGS =
            Map.of("MILLRACE_TOOLS", Jar.ROOT.resolve("deploy/tools").toString(), "MILLRACE_WORKER_SLOTS", "1");

    private static Cluster cluster;
    private static ApiClient api;
    private static List<Cluster.Worker> workers;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.on(TestPostgres.newEmptyDatabase());
        RunningProcess migrate = cluster.start(Jar.MIGRATE, Map.of());
        assertEquals(0, migrate.awaitExit(), migrate.output());
        Cluster.Nodes nodes = cluster.startAll(3, SETTINGS);
        api = nodes.api().client();
        workers = nodes.workers();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void migratingAgain_changesNothing() {
        RunningProcess migrate = cluster.start(Jar.MIGRATE, Map.of());

        assertEquals(0, migrate.awaitExit(), migrate.output());
        assertTrue(migrate.output().contains("is up to date"), migrate.output());
    }

    @Test
    void buildGraph_givesResultLogAndGraph() throws Exception {
        Files.writeString(directory.resolve("index.md"), "# Start\n[next](next.md) and [nowhere](nowhere.md)\n");
        Files.writeString(directory.resolve("next.md"), "# Next\n");
        String job = api.submit("build-graph", Map.of("root", directory.toString()));
        api.await(job, "SUCCEEDED");

        JsonNode result = result(job);
        assertEquals(2, result.path("pages").asInt(), result.toString());
        assertEquals(
                "nowhere.md", result.path("brokenLinks").path(0).path("target").asString());
        assertTrue(artifact(job, "graph.dot").contains("index.md"));
        assertFalse(api.log(job).isEmpty());
    }

    @Test
    void checksumTree_givesResultLogAndSums() throws Exception {
        Files.writeString(directory.resolve("a"), "same");
        Files.writeString(directory.resolve("b"), "same");
        String job = api.submit("checksum-tree", Map.of("root", directory.toString()));
        api.await(job, "SUCCEEDED");

        assertEquals(1, result(job).path("duplicateCount").asInt());
        assertEquals(2, artifact(job, "SHA256SUMS").lines().count());
        assertFalse(api.log(job).isEmpty());
    }

    @Test
    void logSummary_givesResultAndLog() throws Exception {
        Path file = Files.writeString(
                directory.resolve("app.log"), "2026-01-01T00:00:00Z ERROR no 17\n2026-01-01T00:00:01Z ERROR no 18\n");
        String job = api.submit("log-summary", Map.of("file", file.toString()));
        api.await(job, "SUCCEEDED");

        assertEquals(2, result(job).path("levels").path("error").asInt());
        assertEquals(1, result(job).path("messageCount").asInt());
        assertFalse(api.log(job).isEmpty());
    }

    @Test
    void jobs_spreadOverAllWorkers() throws Exception {
        Path file = directory.resolve("there");
        Map<String, Object> parameters = Map.of("target", "file:" + file, "seconds", 60);
        List<String> jobs = List.of(
                api.submit("wait-for", parameters),
                api.submit("wait-for", parameters),
                api.submit("wait-for", parameters));

        Set<String> busy = new HashSet<>();
        jobs.forEach(job -> busy.add(api.await(job, "RUNNING").path("worker").asString()));
        assertEquals(3, busy.size(), "each worker has one slot, so each must have one of the jobs");

        Files.createFile(file);
        for (String job : jobs) {
            api.await(job, "SUCCEEDED");
            assertEquals(1, result(job).path("attempt").asInt());
            assertFalse(api.log(job).isEmpty());
        }
    }

    @Test
    void theListOfWorkers_showsEach() {
        workers.forEach(worker -> {
            JsonNode shown = shown(worker);
            assertEquals("RUNNING", shown.path("state").asString());
            assertEquals(worker.process().pid(), shown.path("pid").asLong());
            assertEquals(1, shown.path("slots").asInt());
        });
    }

    @Test
    void aWorkerThatIsTerminated_exitsInOrder_andIsShownAsStopped() {
        Cluster.Worker worker = cluster.startWorker(SETTINGS);
        assertEquals("RUNNING", shown(worker).path("state").asString());
        worker.process().terminate();

        assertEquals(0, worker.process().awaitExit(), worker.process().output());
        eventually(
                "the worker is shown as stopped",
                () -> shown(worker).path("state").asString().equals("STOPPED"));
    }

    @Test
    void anApiNodeThatIsTerminated_exitsInOrder_withStreamsOpen() {
        Cluster.Api other = cluster.startApi(SETTINGS);
        try (var stream = other.client().stream("/events")) {
            other.process().terminate();

            assertEquals(0, other.process().awaitExit(), other.process().output());
            stream.awaitEnd();
        }
    }

    private static JsonNode shown(Cluster.Worker worker) {
        return api.get("/workers")
                .require(200)
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("id").asString().equals(worker.id()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode result(String job) {
        return api.get("/jobs/" + job + "/result").require(200).json();
    }

    private static String artifact(String job, String name) {
        JsonNode listed = api.get("/jobs/" + job + "/artifacts")
                .require(200)
                .json()
                .path("items")
                .path(0);
        assertEquals(name, listed.path("name").asString());
        String text =
                api.get("/jobs/" + job + "/artifacts/" + name).require(200).text();
        assertEquals(listed.path("bytes").asInt(), text.length());
        return text;
    }
}

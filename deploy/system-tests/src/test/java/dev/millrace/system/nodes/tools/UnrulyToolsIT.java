package dev.millrace.system.nodes.tools;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.drills.history.HistoryReader;
import dev.millrace.drills.promise.Promise;
import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.TestTools;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tools that do what they can to stay, cancelled at any moment of their lives. */
final class UnrulyToolsIT {
    /** In every build; {@code -Dmillrace.unruly=1000} for more. */
    private static final int JOBS = Integer.getInteger("millrace.unruly", 60);

    private static final int SLOTS = 4;

    /** The file that a job is given exists as soon as the tool has done its worst. */
    private static final Map<String, String> UNRULY = Map.of(
            "forks-twice", "(sh -c 'sleep 600 & sleep 600' & ) & touch \"$1\"; wait; sleep 600",
            "leaves-its-session", "setsid setsid sh -c 'sleep 600; :' & touch \"$1\"; sleep 600",
            "ignores-term", "trap '' TERM HUP INT; touch \"$1\"; while :; do sleep 600; done",
            "holds-its-pipes", "setsid sleep 600 & touch \"$1\"; exit 0",
            "fills-its-pipes", "touch \"$1\"; setsid yes & yes >&2");

    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        UNRULY.forEach((name, script) -> cluster.tools.script(name, "grace: 100ms", script));
        cluster.tools.script("waits", "", "until [ -e \"$1\" ]; do sleep 0.02; done");
        api = cluster.startAll(1, Map.of("MILLRACE_WORKER_SLOTS", Integer.toString(SLOTS)))
                .api()
                .client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void whateverAToolDoes_nothingOfItIsLeft_andItsSlotIsFree() throws Exception {
        Random random = new Random(11);
        List<String> names = UNRULY.keySet().stream().sorted().toList();
        List<String> jobs = new ArrayList<>();
        while (jobs.size() < JOBS) {
            List<Path> signs = new ArrayList<>();
            List<String> batch = new ArrayList<>();
            for (int i = 0; i < SLOTS; i++) {
                signs.add(cluster.outside("sign-" + (jobs.size() + i)));
                batch.add(api.submit(names.get((jobs.size() + i) % names.size()), TestTools.file(signs.get(i))));
            }
            // Some are cancelled while they start, some when they are at their worst.
            for (int i = 0; i < SLOTS; i++) {
                Path sign = signs.get(i);
                if (random.nextBoolean()) {
                    eventually("the tool is at its worst", () -> Files.exists(sign));
                }
                api.post("/jobs/" + batch.get(i) + "/cancel");
            }
            batch.forEach(UnrulyToolsIT::assertNothingLeft);
            jobs.addAll(batch);
        }

        Set<String> all = Set.copyOf(jobs);
        var history = new HistoryReader(URI.create(api.base())).read(all, "", cluster.outside("no-runs"));
        assertEquals(List.of(), Promise.violationsInRecord(history));
        assertAllSlotsFree();
    }

    private static void assertNothingLeft(String id) {
        JsonNode job = eventually(
                "the job ends",
                () -> api.get("/jobs/" + id + "?wait=10s").require(200).json(),
                answer -> answer.path("finishedAt").isString());
        assertEquals(List.of(), Cluster.processesOf(id), job::toPrettyString);
        for (JsonNode attempt : job.path("attempts")) {
            assertEquals(0, attempt.path("survivors").asInt(-1), job::toPrettyString);
            assertTrue(
                    attempt.path("pid").isNumber() || attempt.path("exitCode").isNull(), job::toPrettyString);
        }
    }

    private static void assertAllSlotsFree() throws Exception {
        Path go = cluster.outside("go");
        List<String> waiting = Stream.generate(() -> api.submit("waits", TestTools.file(go)))
                .limit(SLOTS)
                .toList();
        waiting.forEach(job -> api.await(job, "RUNNING"));
        Files.createFile(go);
        waiting.forEach(job -> api.await(job, "SUCCEEDED"));
    }
}

package dev.millrace.system.nodes.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A tool that prints as fast as it is let: the worker stays small, and the other jobs do not notice. */
final class LogFloodIT {
    private static final int OTHERS = 5;
    private static final Duration PICK_UP = Duration.ofSeconds(1);
    private static final long MOST_RESIDENT_KIB = 400 << 10;

    private static Cluster cluster;
    private static ApiClient api;
    private static Cluster.Worker worker;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        // A hundred megabytes, of which 64 MiB are kept.
        cluster.tools.recorder().script("floods", "retry: {maxAttempts: 1}", """
                yes "$(printf '%01000d' 0)" | head -n 100000
                """);
        Cluster.Nodes nodes = cluster.startAll(1, Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m -XX:+ExitOnOutOfMemoryError"));
        api = nodes.api().client();
        worker = nodes.workers().get(0);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aFlood_isCutAndSaid_theWorkerStaysSmall_andOtherJobsArePickedUp() throws Exception {
        String flood = api.submit("floods", Map.of());
        api.await(flood, "RUNNING");
        Submitter submitter = new Submitter(List.of(api), cluster.outside("runs"));
        List<Duration> pickUps = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            JsonNode job = api.await(submitter.submit(0, 0), "SUCCEEDED");
            pickUps.add(Duration.between(
                    Instant.parse(job.path("queuedAt").asString()),
                    Instant.parse(job.path("startedAt").asString())));
        }
        // One of them is enough: a machine that is busy with something else says nothing about the others.
        assertTrue(pickUps.stream().anyMatch(pickUp -> pickUp.compareTo(PICK_UP) <= 0), pickUps::toString);
        JsonNode ended = api.await(flood, "SUCCEEDED");

        assertTrue(
                ended.path("attempts").path(0).toString().contains("100100000"),
                ended.path("attempts")::toPrettyString);
        JsonNode last = api.get("/jobs/" + flood + "/logs?after=67000&stream=millrace")
                .require(200)
                .json()
                .path("items");
        assertEquals(1, last.size(), last::toString);
        assertTrue(last.path(0).path("text").asString().startsWith("Output limit reached"), last::toString);
        submitter.assertPromiseKept(api);
        long resident = mostResident(worker.process().pid());
        System.out.println("Resident at most " + resident + " KiB; picked up after " + pickUps);
        assertTrue(resident < MOST_RESIDENT_KIB, resident + " KiB");
    }

    private static long mostResident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}

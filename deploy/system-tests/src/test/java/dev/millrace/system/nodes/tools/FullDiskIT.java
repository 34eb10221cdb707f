package dev.millrace.system.nodes.tools;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import dev.millrace.system.nodes.TestTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** No room for what jobs write, or no place for what they leave: it is said, and over when there is room again. */
final class FullDiskIT {
    private static final String QUICK_RETRY =
            "retry: {maxAttempts: 20, backoff: {initial: 200ms, factor: 1, jitter: 0}}";

    private static Cluster cluster;
    private static ApiClient api;
    private static Path artifacts;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        artifacts = cluster.outside("artifacts");
        cluster.tools
                .recorder()
                .script("leaves", QUICK_RETRY, "echo content > \"$MILLRACE_ARTIFACTS/file\"")
                .script("leaves-once", "retry: {maxAttempts: 1}", "echo content > \"$MILLRACE_ARTIFACTS/file\"")
                .script("writes-once", "retry: {maxAttempts: 1}", "echo content > file")
                .script("fills", "retry: {maxAttempts: 1}", """
                        cat /dev/zero > filler
                        touch "$1"
                        until [ -e "$1.go" ]; do sleep 0.05; done
                        """);
        api = cluster.startApi(Map.of("MILLRACE_ARTIFACTS", artifacts.toString()))
                .client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void whileArtifactsCannotBeStored_itIsSaid_andOtherJobsRun() throws Exception {
        // A file where a directory ought to be stops root as well.
        Files.createFile(artifacts);
        cluster.startWorker(Map.of("MILLRACE_ARTIFACTS", artifacts.toString(), "MILLRACE_WORKER_QUEUES", "default"));
        JsonNode failed = api.await(api.submit("leaves-once", Map.of()), "FAILED");
        assertEquals("ARTIFACTS_NOT_STORED", failed.path("error").path("code").asString());
        String patient = api.submit("leaves", Map.of());
        eventually("it is tried again", () -> api.job(patient).path("attempt").asInt() > 1);
        assertOthersRun("no-store");

        Files.delete(artifacts);
        api.await(patient, "SUCCEEDED");
        assertEquals(
                "content\n",
                api.get("/jobs/" + patient + "/artifacts/file").require(200).text());
    }

    @Test
    void whileTheScratchDiskIsFull_itIsSaid_andItIsOverWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectories(cluster.outside("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=40", "none", disk.toString()) == 0,
                "This user may not mount a disk of a size");
        try {
            Cluster.Worker worker =
                    cluster.startWorker(Map.of("MILLRACE_SCRATCH", disk.toString(), "MILLRACE_WORKER_QUEUES", "full"));
            Path file = cluster.outside("fills");
            String filler = submit("fills", TestTools.file(file));
            eventually("the disk is full", () -> Files.exists(file));
            String patient = submit("writes-once", Map.of());
            worker.process().awaitOutput("No room for attempts in the scratch directory");
            JsonNode waiting = api.await(patient, "QUEUED");
            assertEquals(
                    "RELEASED",
                    waiting.path("attempts").path(0).path("state").asString(),
                    "it costs the job none of its attempts");

            Files.createFile(Path.of(file + ".go"));
            api.await(filler, "SUCCEEDED");
            api.await(patient, "SUCCEEDED");
            worker.process().awaitOutput("There is room in the scratch directory again");
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void assertOthersRun(String name) throws Exception {
        Submitter submitter = new Submitter(List.of(api), cluster.outside(name));
        submitter.submitAtOnce(2);
        submitter.assertPromiseKept(api);
    }

    private static String submit(String tool, Map<String, String> parameters) {
        return api.submit(ApiClient.request(tool, parameters).put("queue", "full"));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .inheritIO()
                .start()
                .waitFor();
    }
}

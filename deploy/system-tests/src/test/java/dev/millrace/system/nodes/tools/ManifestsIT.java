package dev.millrace.system.nodes.tools;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.TestTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tools directory may change while everything runs. */
final class ManifestsIT {
    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools
                .manifest("broken", "name: broken\nrun:\n  command: not a list\n")
                .script("waits", "", "until [ -e \"$1\" ]; do sleep 0.02; done");
        says("first");
        api = cluster.startAll(1, Map.of("MILLRACE_WORKER_SLOTS", "1")).api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    private static void says(String word) {
        cluster.tools.manifest("speaker", "name: speaker\nrun: {command: [echo, %s]}\n".formatted(word));
    }

    @Test
    void aBrokenManifest_isReported_andTheOthersLoad() {
        JsonNode problem = problems().stream()
                .filter(candidate -> candidate.path("file").asString().equals("broken/tool.yaml"))
                .findFirst()
                .orElseThrow();

        assertEquals(3, problem.path("line").asInt());
        assertTrue(problem.path("message").asString().contains("command"), problem.toString());
        api.get("/tools/broken").require(404);
        api.get("/tools/speaker").require(200);
    }

    @Test
    void aBrokenManifest_thatIsMended_isLoaded() {
        cluster.tools.manifest("mended", "name: mended\nrun: {command: [echo, {}]}\n");
        eventually(
                "it is reported",
                () -> problems().stream()
                        .anyMatch(problem -> problem.path("file").asString().equals("mended/tool.yaml")));
        cluster.tools.manifest("mended", "name: mended\nrun: {command: [echo, mended]}\n");

        eventually("it is loaded", () -> api.get("/tools/mended").status() == 200);
        eventually(
                "its problem is gone",
                () -> problems().stream()
                        .noneMatch(problem -> problem.path("file").asString().equals("mended/tool.yaml")));
        api.await(api.submit("mended", Map.of()), "SUCCEEDED");
    }

    @Test
    void aChangedManifest_isANewRevision_andJobsOfBeforeKeepTheirs() throws Exception {
        Path go = cluster.outside("change");
        String blocker = api.submit("waits", TestTools.file(go));
        api.await(blocker, "RUNNING");
        int revision =
                api.get("/tools/speaker").require(200).json().path("revision").asInt();
        String before = api.submit("speaker", Map.of());
        says("second");
        eventually(
                "the change is picked up",
                () -> api.get("/tools/speaker")
                                .require(200)
                                .json()
                                .path("revision")
                                .asInt()
                        == revision + 1);
        String after = api.submit("speaker", Map.of());
        Files.createFile(go);

        assertEquals(
                revision, api.await(before, "SUCCEEDED").path("toolRevision").asInt());
        assertEquals(
                revision + 1, api.await(after, "SUCCEEDED").path("toolRevision").asInt());
        assertEquals(List.of("first"), api.log(before));
        assertEquals(List.of("second"), api.log(after));
    }

    /** The broken manifest of another tool is no reason to keep this one. */
    @Test
    void aManifestThatIsDeleted_takesItsToolOutOfUse() {
        cluster.tools.manifest("short-lived", "name: short-lived\nrun: {command: [echo, here]}\n");
        eventually("it is loaded", () -> api.get("/tools/short-lived").status() == 200);
        String job = api.submit("short-lived", Map.of());
        cluster.tools.remove("short-lived");

        eventually("it is gone", () -> api.get("/tools/short-lived").status() == 404);
        api.post("/jobs", ApiClient.request("short-lived", Map.of())).require(404);
        assertEquals(List.of("here"), logOf(job), "a job of before runs all the same");
    }

    /** As Kubernetes mounts a part of a ConfigMap: every name is a link, and one link is switched for all of them. */
    @Test
    void aToolThatIsMountedByLinks_runs_andIsSwitched() throws Exception {
        Path mount = Files.createDirectory(cluster.tools.directory().resolve("mount"));
        version(mount, "..1", "one");
        version(mount, "..2", "two");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(mount.resolve("mounted"), Path.of("..data/mounted"));
        eventually("it is loaded", () -> api.get("/tools/mounted").status() == 200);
        assertEquals(List.of("one"), logOf(api.submit("mounted", Map.of())));

        Files.createSymbolicLink(mount.resolve("..next"), Path.of("..2"));
        Files.move(mount.resolve("..next"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        eventually(
                "the switch is noticed",
                () -> api.get("/tools/mounted")
                        .json()
                        .path("description")
                        .asString("")
                        .equals("two"));
        assertEquals(List.of("two"), logOf(api.submit("mounted", Map.of())));
    }

    private static void version(Path mount, String name, String word) throws Exception {
        Path tool = Files.createDirectories(mount.resolve(name).resolve("mounted"));
        Files.writeString(
                tool.resolve("tool.yaml"),
                "name: mounted\ndescription: %s\nrun: {command: [./say.sh]}\n".formatted(word));
        Path script = Files.writeString(tool.resolve("say.sh"), "#!/bin/sh\necho " + word + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }

    private static List<String> logOf(String job) {
        api.await(job, "SUCCEEDED");
        return api.log(job);
    }

    private static List<JsonNode> problems() {
        return api.get("/tools")
                .require(200)
                .json()
                .path("problems")
                .valueStream()
                .toList();
    }
}

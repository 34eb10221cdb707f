package dev.millrace.system.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace aot-cache} and what nodes make of it, beside a checkout of its own: other tests shall not have it. */
@EnabledForJreRange(minVersion = 25, disabledReason = "AOT caches are made in one go from Java 25 on")
final class AotCacheIT {
    private static final List<String> NODES = List.of("api-node", "worker-node");

    @TempDir
    private Path root;

    @Test
    void nodes_startFromWhatTheirTrainingLoaded() throws Exception {
        try (Cluster cluster = Cluster.create()) {
            link();
            Map<String, String> environment = cluster.environment();
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put(
                    "MILLRACE_WORKER_HEARTBEAT_FILE", root.resolve("alive").toString());
            try (RunningProcess training = launch(environment, "aot-cache")) {
                assertEquals(0, training.awaitExit(), training.output());
            }
            environment.put("MILLRACE_JAVA_OPTS", "-Xlog:class+load:file=" + root.resolve("%p.log"));

            try (RunningProcess api = launch(environment, "api");
                    RunningProcess worker = launch(environment, "worker")) {
                api.awaitOutput("Listening on http");
                worker.awaitOutput("serves \\d+ slot");

                assertFromCache(api, "dev.millrace.api.ApiNode");
                assertFromCache(worker, "dev.millrace.worker.WorkerNode");
                assertFalse((api.output() + worker.output()).contains("[aot"), "Java complains of its cache");
                api.terminate();
                worker.terminate();
                assertEquals(0, api.awaitExit());
                assertEquals(0, worker.awaitExit());
            }
        }
    }

    /** The launcher by itself, and what has been built by name. */
    private void link() throws IOException {
        Files.copy(Jar.ROOT.resolve("millrace"), root.resolve("millrace"));
        for (String node : NODES) {
            Path target = Files.createDirectories(root.resolve(node).resolve("target"));
            for (String built : List.of(node + ".jar", "lib")) {
                Files.createSymbolicLink(
                        target.resolve(built),
                        Jar.ROOT.resolve(node).resolve("target").resolve(built));
            }
        }
    }

    private RunningProcess launch(Map<String, String> environment, String command) {
        return RunningProcess.start(
                "millrace-" + command, List.of(root.resolve("millrace").toString(), command), environment);
    }

    private void assertFromCache(RunningProcess node, String type) throws IOException {
        String loaded = Files.readString(root.resolve(node.pid() + ".log"));
        assertTrue(
                loaded.lines().anyMatch(line -> line.contains(type + " source: shared objects file")),
                () -> type + " was not taken from the cache");
    }
}

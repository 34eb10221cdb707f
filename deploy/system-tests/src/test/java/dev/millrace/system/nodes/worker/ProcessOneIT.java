package dev.millrace.system.nodes.worker;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.process.ProcessTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A worker that is process 1, as in a container without an init. */
final class ProcessOneIT {
    private static final List<String> NEW_PROCESSES =
            List.of("unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child");

    private static Cluster cluster;
    private static ApiClient api;
    private static ProcessHandle worker;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                isAllowed(), "Neither root nor the program unshare is there, so that no process can be number 1 here");
        cluster = Cluster.create();
        cluster.tools
                .script("orphans", "", "for i in $(seq 50); do (sh -c 'sleep 0.1 &'); done; exit 137")
                .script("killed", "", "(sleep 0.1 &); kill -KILL $$");
        api = cluster.startApi(Map.of()).client();
        worker = cluster.startWorkerUnder(NEW_PROCESSES, Map.of())
                .process()
                .children()
                .get(0);
    }

    private static boolean isAllowed() throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(NEW_PROCESSES);
            command.add("true");
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            worker.destroy();
            cluster.close();
        }
    }

    @Test
    void whatToolsLeaveBehind_isCollected_andTheirOwnEndIsKnown() {
        for (int i = 0; i < 3; i++) {
            assertEnded("orphans", "EXIT_CODE", 137);
            assertEnded("killed", "SIGNAL", 137);
        }

        eventually(
                "no zombie is left", () -> ProcessTable.zombiesOf(worker.pid()).isEmpty());
    }

    private static void assertEnded(String tool, String code, int exitCode) {
        JsonNode job = api.await(api.submit(tool, Map.of("file", "none")), "FAILED");
        assertEquals(code, job.at("/error/code").asString(), job::toPrettyString);
        assertEquals(exitCode, job.at("/attempts/0/exitCode").asInt(), job::toPrettyString);
        assertEquals(0, job.at("/attempts/0/survivors").asInt(), job::toPrettyString);
    }
}

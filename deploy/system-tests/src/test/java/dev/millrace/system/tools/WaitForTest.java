package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.tools.ExampleTool.Run;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WaitForTest {

    @TempDir
    Path temporary;

    private ExampleTool tool;

    @BeforeEach
    void findTool() {
        tool = new ExampleTool("wait-for/wait-for.pl", temporary);
    }

    @Test
    void succeeds_whenThePortAnswers() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String target = "tcp:127.0.0.1:" + server.getLocalPort();
            Run run = tool.run("--target", target);
            assertEquals(target, run.result().get("target").stringValue());
            assertEquals(1, run.result().get("attempt").intValue());
        }
    }

    @Test
    void asksForARetry_whenNothingListens() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        Run run = tool.run("--target", "tcp:127.0.0.1:" + port, "--seconds", "0");
        assertEquals(75, run.exitCode());
        assertTrue(run.stdout().contains("not there yet: Connection refused"), run.stdout());
        assertFalse(Files.exists(run.resultFile()));
    }

    @Test
    void waitsForFilesWithAnyName() throws Exception {
        String target = "file:" + temporary.resolve("a \"flag\"\n;'.done");
        assertEquals(75, tool.run("--target", target, "--seconds", "0").exitCode());
        Files.createFile(Path.of(target.substring("file:".length())));
        assertEquals(target, tool.run("--target", target).result().get("target").stringValue());
    }

    @Test
    void refusesOtherTargets() throws Exception {
        assertEquals(2, tool.run("--target", "file:relative").exitCode());
        assertEquals(2, tool.run("--target", "tcp:host").exitCode());
        assertEquals(2, tool.run("--target", "tcp:host:65536").exitCode());
        assertEquals(2, tool.run().exitCode());
    }
}

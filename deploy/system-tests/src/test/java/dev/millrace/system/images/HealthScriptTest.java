package dev.millrace.system.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The negative half: the positive one is tried where a real node runs. */
final class HealthScriptTest {
    @Test
    void aNodeThatDoesNotAnswer_isNotHealthy() throws Exception {
        ProcessBuilder health = new ProcessBuilder("bash", "deploy/images/api-node-health");
        health.environment().put("MILLRACE_PORT", Integer.toString(unusedPort()));
        health.environment().put("MILLRACE_BIND", "0.0.0.0");
        health.directory(Checkout.ROOT.toFile())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);

        Process process = health.start();

        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        assertEquals(1, process.exitValue());
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

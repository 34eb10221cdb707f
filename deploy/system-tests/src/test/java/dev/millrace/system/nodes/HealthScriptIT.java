package dev.millrace.system.nodes;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.system.process.Debugger;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The health checks of the images, beside nodes with the same settings: they say what is true, and follow the settings. */
final class HealthScriptIT {
    private static Cluster cluster;
    private static RunningProcess hung;
    private static Debugger debugger;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        hung = cluster.startWorker(Debugger.OPTIONS).process();
        // It is in the list of workers before its threads are there.
        hung.awaitOutput("serves \\d+ slot");
        // It takes a minute until that is noticed, and the other tests go on meanwhile.
        debugger = Debugger.attach(hung);
        debugger.suspend("dispatcher", "dev.millrace.worker.queue.Dispatcher", "step");
    }

    @AfterAll
    static void stop() throws Exception {
        debugger.close();
        hung.kill();
        cluster.close();
    }

    /** Its exit status. */
    private static int health(String node, Map<String, String> settings) throws IOException, InterruptedException {
        ProcessBuilder health = new ProcessBuilder(
                "bash", Jar.ROOT.resolve("deploy/images/" + node + "-health").toString());
        health.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_"));
        health.environment().putAll(settings);
        Process process = health.redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
        return process.exitValue();
    }

    private static void assertHealthy(boolean expected, String node, Map<String, String> settings) {
        eventually("healthy is " + expected, () -> (health(node, settings) == 0) == expected);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean hasIpv6() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address.equals(loopback6()));
    }

    private static InetAddress loopback6() {
        try {
            return InetAddress.getByName("::1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, ''",
        "0.0.0.0, ''",
        "0.0.0.0, jobs.example",
        "127.0.0.1, ' , jobs.example, other.example'",
        "localhost, ''",
        "::1, ''",
        "[::1], ''",
        "::, jobs.example",
        "' ', ''"
    })
    void apiNode_isAskedWhereItListens_underANameOfItsOwn(String bind, String hosts) throws Exception {
        assumeTrue(!bind.contains(":") || hasIpv6(), "This machine has no IPv6");
        Map<String, String> settings = new HashMap<>(
                Map.of("MILLRACE_BIND", bind, "MILLRACE_HOSTS", hosts, "MILLRACE_PORT", Integer.toString(freePort())));

        assertEquals(1, health("api-node", settings), "nothing listens there yet");
        RunningProcess node = cluster.start(Jar.API, settings);
        node.awaitOutput("Listening on");
        assertHealthy(true, "api-node", settings);
        node.terminate();
        assertEquals(0, node.awaitExit());
        assertEquals(1, health("api-node", settings), "nothing listens there any more");
    }

    @Test
    void apiNodeThatSaysNothing_isNotHealthy() throws Exception {
        Map<String, String> settings = Map.of("MILLRACE_PORT", Integer.toString(freePort()));
        RunningProcess node = cluster.startApi(settings).process();
        assertHealthy(true, "api-node", settings);

        node.freeze();
        assertEquals(1, health("api-node", settings));
        node.thaw();
        assertHealthy(true, "api-node", settings);
    }

    @Test
    void worker_isJudgedByTheFileThatItTouches() throws Exception {
        Path file = cluster.outside("heart beat");
        Map<String, String> settings = Map.of("MILLRACE_WORKER_HEARTBEAT_FILE", file.toString());

        assertEquals(1, health("worker-node", settings), "there is no file yet");
        RunningProcess worker = cluster.startWorker(settings).process();
        assertHealthy(true, "worker-node", settings);

        worker.freeze();
        assertHealthy(false, "worker-node", settings);
        worker.thaw();
        assertHealthy(true, "worker-node", settings);
    }

    @Test
    void workerOfWhichAThreadHangs_isNotHealthy() {
        Map<String, String> settings = Map.of(
                "MILLRACE_WORKER_HEARTBEAT_FILE", cluster.heartbeatFile(hung).toString());

        hung.awaitOutput("Threads that do not get on: \\[dispatcher]");
        assertHealthy(false, "worker-node", settings);
    }
}

package dev.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a command whose output cannot be written; each is a process, against a server that always says the same. */
final class OutputTest {
    private static final String ANSWER = """
            {"id": "1", "name": "x", "tool": "x", "state": "SUCCEEDED", "message": "it is over", "count": 1, "accepted": 1,
             "jobs": {"queued": 1}, "items": [{"id": "1", "name": "x", "state": "RUNNING", "stream": "stdout", "text": "line"}]}
            """.replace("\n", "");
    private static final String STREAM = """
            data: {"attempt": 1, "stream": "stdout", "text": "line"}

            event: end
            data: {}

            """;

    @TempDir
    private static Path directory;

    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", OutputTest::answer);
        server.start();
        Files.writeString(directory.resolve("jobs"), "{}");
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean stream =
                String.valueOf(exchange.getRequestHeaders().getFirst("Accept")).equals("text/event-stream");
        byte[] body = (stream ? STREAM : ANSWER).getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static ProcessBuilder program(String command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Millrace.class.getName()));
        line.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.equals("DISPLAY") || name.equals("WAYLAND_DISPLAY"));
        builder.environment()
                .put("MILLRACE_URL", "http://127.0.0.1:" + server.getAddress().getPort());
        return builder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "jobs --help",
                "completion",
                "run x",
                "run x --wait",
                "run x --follow",
                "run x --json",
                "submit jobs",
                "submit jobs --no-atomic",
                "jobs",
                "jobs --json",
                "job 1",
                "why 1",
                "logs 1",
                "logs 1 --follow",
                "logs 1 --json",
                "cancel 1",
                "cancel --tool x --yes",
                "retry 1",
                "retry --tool x --yes",
                "tools",
                "tools x",
                "workers",
                "queues",
                "queues pause x",
                "queues clear x --yes",
                "stats",
                "stats storage",
                "open",
                "dev --port 0 --data data --tools ."
            })
    void aFullDisk_isSaid_andIsNoSuccess(String command) throws Exception {
        Process process =
                program(command).redirectOutput(Path.of("/dev/full").toFile()).start();
        String said = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertEquals(4, process.waitFor(), said);
        assertEquals(
                List.of("millrace: Cannot write to standard output (No space left on device)"),
                said.lines().filter(line -> line.startsWith("millrace: ")).toList());
    }

    @Test
    void aReaderWhoHasSeenEnough_endsItQuietly() throws Exception {
        Process process = program("logs 1").start();
        process.getInputStream().close();

        assertEquals("", new String(process.getErrorStream().readAllBytes(), UTF_8));
        assertEquals(141, process.waitFor());
    }

    @Test
    void aRemarkThatIsLost_isNoSuccess_butWhatWasMeantIsDone() throws Exception {
        Process process =
                program("run x").redirectError(Path.of("/dev/full").toFile()).start();

        assertEquals("1\n", new String(process.getInputStream().readAllBytes(), UTF_8));
        assertEquals(4, process.waitFor());
        assertEquals(0, program("run x").redirectError(Redirect.DISCARD).start().waitFor());
    }
}

package dev.millrace.standalone.client.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.network.Connection;
import dev.millrace.standalone.client.server.MillraceServer;
import dev.millrace.standalone.client.server.ServerAddress;
import dev.millrace.standalone.client.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Against a server that says what the test wants it to say. */
final class SubmitCommandTest {
    private static final String ALL = "{\"accepted\":2,\"duplicates\":1,\"ids\":[\"a\",\"b\",\"c\"]}";
    private static final String EACH =
            """
            {"number":1,"id":"a","state":"QUEUED"}
            {"number":3,"error":{"code":"NOT_FOUND","detail":"There is no tool 'x'."}}
            {"number":4,"id":"a","state":"QUEUED","duplicate":true}
            {"number":5,"error":{"code":"INVALID_PARAMETERS","detail":"They do not fit.",
            """.stripTrailing() + "\"violations\":[{\"pointer\":\"/root\",\"message\":\"is required\"}]}}\n";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;
    private String answer = ALL;
    private @Nullable String received;
    private String request = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        request = exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Content-Type");
        try (exchange) {
            received = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void linesOfAFile_areSentAsTheyAre() throws IOException {
        String jobs = "\n{\"tool\":\"a\"}\n{\"tool\":\"ü\"}\n";
        Path file = Files.writeString(directory.resolve("jobs.ndjson"), jobs);

        assertEquals(ExitStatus.SUCCEEDED, submit(InputStream.nullInputStream(), file.toString()));

        assertEquals(jobs, received);
        assertEquals("/api/v1/jobs/bulk application/x-ndjson", request);
        assertEquals("Submitted 2 job(s). For 1 another job stands.\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anArray_isSentAsOne() {
        submit(text("\n [{\"tool\":\"a\"}]"), "-");

        assertEquals("/api/v1/jobs/bulk application/json", request);
    }

    @Test
    void whatStandsForItself_isNamedByItsLine_whenRefused() {
        answer = EACH;

        assertEquals(ExitStatus.SERVER, submit(text("{}"), "-", "--no-atomic"));

        assertEquals("/api/v1/jobs/bulk?atomic=false application/x-ndjson", request);
        assertEquals(
                "Submitted 1 job(s). For 1 another job stands. Refused 2.\n", out.toString(StandardCharsets.UTF_8));
        assertEquals(
                "line 3: There is no tool 'x'.\nline 5: They do not fit.\n  /root: is required\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aProgram_getsTheAnswerAsItIs() {
        answer = EACH;

        assertEquals(ExitStatus.SERVER, submit(text("{}"), "-", "--no-atomic", "--json"));

        assertEquals(EACH, out.toString(StandardCharsets.UTF_8));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    /** A body that is kept before it is sent would not reach the server before its end. */
    @Test
    void standardInput_isSentWhileItIsRead() {
        server.removeContext("/");
        byte[] firstLine = new byte[100_000];
        Arrays.fill(firstLine, (byte) ' ');
        GatedInput input = new GatedInput(firstLine);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readNBytes(firstLine.length / 2);
            input.open();
            serve(exchange);
        });

        assertEquals(ExitStatus.SUCCEEDED, submit(input, "-"));
    }

    @Test
    void whatCannotBeRead_isAUsageError() {
        for (String file : List.of("not-there", directory.toString())) {
            ClientException failure =
                    assertThrows(ClientException.class, () -> submit(InputStream.nullInputStream(), file));
            assertEquals(ExitStatus.USAGE, failure.status());
        }
        assertEquals("", request, "nothing was sent");
    }

    @Test
    void aServerThatHangsUp_isNotTakenForOneThatIsNotThere() {
        server.removeContext("/");
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readNBytes(1);
            throw new IOException("hangs up");
        });

        ClientException failure = assertThrows(ClientException.class, () -> submit(text("{}"), "-"));

        assertEquals(ExitStatus.SERVER, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).contains("millrace jobs"), failure.getMessage());
        assertFalse(String.valueOf(failure.getMessage()).contains("No Millrace"), failure.getMessage());
    }

    private ExitStatus submit(InputStream input, String... arguments) {
        SubmitCommand command = new SubmitCommand(input);
        new CommandLine(command).parseArgs(arguments);
        ServerAddress address =
                ServerAddress.of("http://127.0.0.1:" + server.getAddress().getPort(), Map.of());
        Connection connection = Connection.to(address.base(), null, Map.of());
        return command.execute(new Session(new MillraceServer(address, connection), terminal(out), terminal(err)));
    }

    private static Terminal terminal(ByteArrayOutputStream stream) {
        return new Terminal(new PrintStream(stream, true, StandardCharsets.UTF_8), false, false, false, 80);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.millrace.api.http.server;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.stream.StreamedAnswer;
import dev.millrace.api.http.transfer.ConnectionLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that never come to the end of a head, though a byte comes now and then. */
class SlowHeadTest {
    private static final String GET = "GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final TestServer server = new TestServer(
            HttpSettings.of("127.0.0.1", 0)
                    .within(new ConnectionLimits(
                            100, Duration.ofMillis(300), Duration.ofMillis(700), 0, Duration.ZERO, 1 << 20)),
            Route.get("/quick", ctx -> ctx.result("quick")),
            Route.get("/stream", ctx -> StreamedAnswer.open(ctx).send(null, null, "first")));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /quick HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "\r\n",
                GET + "G",
                GET + "\r\n",
                GET + GET + "P"
            })
    void headThatGoesOnForEver_isCutOff(String begin) throws IOException {
        String dribble = begin.endsWith("\r\n") && !begin.endsWith(": \r\n") ? "\r\n" : "x";
        try (Socket client = server.connect(begin)) {
            eventually("it is cut off", () -> isClosed(client, dribble));
        }
    }

    @Test
    void connectionOnWhichNothingComes_isClosed() throws IOException {
        try (Socket client = server.connect("")) {
            assertEquals(-1, client.getInputStream().read());
        }
    }

    /** A stream that has nothing to tell, and a client that sends nothing more, may take as long as they like. */
    @Test
    void streamIsNoSlowHead() throws IOException {
        try (Socket stream = server.connect("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
                Socket idle = server.connect(GET)) {
            String answer = new String(idle.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.endsWith("quick"), answer);
            // The connection that came later was closed for being idle meanwhile.
            stream.setSoTimeout(1);
            while (available(stream)) {
                assertTrue(stream.getInputStream().read() >= 0, "the stream is closed");
            }
        }
    }

    private static boolean available(Socket socket) throws IOException {
        return socket.getInputStream().available() > 0;
    }

    private static boolean isClosed(Socket client, String dribble) {
        try {
            OutputStream out = client.getOutputStream();
            out.write(dribble.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return false;
        } catch (IOException closed) {
            return true;
        }
    }
}

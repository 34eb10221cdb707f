package dev.millrace.api.http;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that send a byte now and then, to keep a thread of the server. */
class SlowBodyTest {
    private static final Duration LIMIT = Duration.ofMillis(200);

    private final HttpSettings settings = new HttpSettings(
            "127.0.0.1", 0, List.of(), new BodyLimits(TestServer.MAX_BODY, LIMIT), 8, Duration.ofSeconds(15));

    @Test
    void clientThatSendsItsBodySlowly_isCutOff() throws IOException {
        Route echo = Route.post("/echo", ctx -> ctx.result(RequestBody.bytes(ctx)));
        try (TestServer server = new TestServer(settings, echo);
                Socket socket =
                        server.connect("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n")) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            // Each question sends a byte: at this rate the body would take minutes, and no pause is long enough to be
            // idle. None is sent after the answer, to a connection that is closed.
            eventually("an answer comes before the body is complete", () -> {
                boolean answered = in.available() > 0;
                if (!answered) {
                    out.write(' ');
                    out.flush();
                }
                return answered;
            });

            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("The body took longer than 200 ms to arrive."), answer);
        }
    }
}

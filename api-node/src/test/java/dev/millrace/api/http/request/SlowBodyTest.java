package dev.millrace.api.http.request;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.api.http.server.TestServer;
import dev.millrace.api.http.transfer.ConnectionLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that send a byte now and then, to keep a connection and its memory. */
class SlowBodyTest {
    private static final Duration LIMIT = Duration.ofMillis(200);

    private static final Route ECHO = Route.post("/echo", ctx -> RequestBody.bytes(ctx, ctx::result));
    private static final String HEAD = head(60_000);

    private final HttpSettings settings = new HttpSettings(
            "127.0.0.1", 0, List.of(), new BodyLimits(TestServer.MAX_BODY, LIMIT), 8, Duration.ofSeconds(15));

    @Test
    void clientThatSendsItsBodySlowly_isCutOff() throws IOException {
        try (TestServer server = new TestServer(settings, ECHO);
                Socket socket = server.connect(HEAD)) {
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

    /** Twice as many as there are threads. */
    @Test
    void clientsThatSendHalfABody_holdNoThread() throws IOException {
        HttpSettings patient = settings.within(ConnectionLimits.USUAL);
        List<Socket> slow = new ArrayList<>();
        try (TestServer server = new TestServer(patient, ECHO, Route.get("/quick", ctx -> ctx.result("quick")))) {
            for (int i = 0; i < 2 * settings.maxThreads(); i++) {
                slow.add(server.connect(HEAD + "half"));
            }
            assertEquals("quick", server.get("/quick").body());
            assertEquals(
                    "whole",
                    server.send("/echo", request -> request.POST(BodyPublishers.ofString("whole")))
                            .body());
        } finally {
            for (Socket client : slow) {
                client.close();
            }
        }
    }

    /** It is the rate that counts: the time for the whole is far away. */
    @Test
    void clientBelowTheRate_isCutOff() throws IOException {
        ConnectionLimits fast = new ConnectionLimits(
                100, Duration.ofMinutes(1), Duration.ofMinutes(1), 1 << 20, Duration.ofMillis(100), 1 << 20);
        HttpSettings patient = new HttpSettings(
                "127.0.0.1",
                0,
                List.of(),
                new BodyLimits(TestServer.MAX_BODY, Duration.ofMinutes(5)),
                8,
                Duration.ofSeconds(15),
                fast);
        try (TestServer server = new TestServer(patient, ECHO);
                Socket client = server.connect(HEAD + "half")) {
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("The body arrives at less than 1048576 bytes a second."), answer);
        }
    }

    /** Small ones get through whatever others hold. */
    @Test
    void bodies_takeNoMoreMemoryThanThereIs() throws IOException {
        int half = 400 * 1024;
        ConnectionLimits narrow =
                new ConnectionLimits(100, Duration.ofMinutes(1), Duration.ofMinutes(1), 0, Duration.ZERO, 1 << 20);
        HttpSettings wide = new HttpSettings(
                "127.0.0.1",
                0,
                List.of(),
                new BodyLimits(2 * half, Duration.ofMinutes(5)),
                8,
                Duration.ofSeconds(15),
                narrow);
        try (TestServer server = new TestServer(wide, ECHO)) {
            try (Socket first = server.connect(head(2 * half) + "x".repeat(half));
                    Socket second = server.connect(head(2 * half) + "x".repeat(half))) {
                eventually("no room is left", () -> post(server, 2 * half).statusCode(), status -> status == 503);
                assertEquals(200, post(server, 1_000).statusCode());
                assertTrue(first.isConnected() && second.isConnected());
            }
            eventually("there is room again", () -> post(server, 2 * half).statusCode(), status -> status == 200);
        }
    }

    private static HttpResponse<String> post(TestServer server, int length) {
        return server.send("/echo", request -> request.POST(BodyPublishers.ofString("x".repeat(length))));
    }

    private static String head(int length) {
        return "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
    }
}

package dev.millrace.api.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Bodies that nobody wants: whoever sends them gets the answer all the same. */
class UnreadBodyHandlerTest {
    private static final byte[] BODY = new byte[8 << 20];
    private static final TestServer SERVER = new TestServer(
            Route.post("/indifferent", ctx -> ctx.result("done")),
            Route.get("/watched", ctx -> ctx.result(new WatchedContent())),
            Route.post("/echo", ctx -> RequestBody.json(ctx, body -> JsonResponse.write(ctx, 200, body))));

    private static final Queue<String> THREADS = new ConcurrentLinkedQueue<>();

    /** An answer that knows on which thread it is made. */
    private static final class WatchedContent extends ByteArrayInputStream {
        WatchedContent() {
            super("watched".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public synchronized int available() {
            THREADS.add(Thread.currentThread().getName());
            return super.available();
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static int post(String path, BodyPublisher body) {
        return SERVER.send(path, request -> request.POST(body)).statusCode();
    }

    @Test
    void aLongBody_doesNotCostTheAnswer() {
        assertEquals(200, post("/indifferent", BodyPublishers.ofByteArray(BODY)));
        assertEquals(200, post("/indifferent", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY))));
        assertEquals(415, post("/echo", BodyPublishers.ofByteArray(BODY)), "refused before it is read");
        assertEquals(404, post("/nowhere", BodyPublishers.ofByteArray(BODY)));
    }

    /** A connection that is closed after an answer fails the request after it. */
    @Test
    void aShortBody_leavesTheConnectionInOrder() {
        BodyPublisher body = BodyPublishers.ofByteArray(new byte[25_000]);
        for (int i = 0; i < 300; i++) {
            assertEquals(200, post("/indifferent", body));
            assertEquals(404, post("/nowhere", body));
        }
    }

    /** Not closed by the client, and no byte comes. */
    @Test
    void aBodyThatDoesNotCome_isNotWaitedFor() {
        String answer = assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> SERVER.raw("POST /indifferent HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"));

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }

    /** There is one clock for all clients, and making an answer may take long. */
    @Test
    void anAnswerThatWaitedForABody_isNotMadeByTheClock() {
        String answer = SERVER.raw("GET /watched HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n");

        assertTrue(answer.endsWith("watched"), answer);
        assertFalse(THREADS.isEmpty());
        assertFalse(THREADS.contains("http-clock"), THREADS::toString);
    }
}

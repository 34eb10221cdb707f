package dev.millrace.api.http.stream;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.request.BodyLimits;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.api.http.server.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {
    private static final String REQUEST =
            "GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";

    private final Queue<StreamedAnswer> streams = new ConcurrentLinkedQueue<>();
    private final AtomicInteger closed = new AtomicInteger();
    private TestServer server = server(Duration.ofSeconds(15));

    private TestServer server(Duration keepAlive) {
        return new TestServer(
                new HttpSettings("127.0.0.1", 0, List.of(), new BodyLimits(1024, Duration.ofMinutes(5)), 8, keepAlive),
                Route.get("/stream", ctx -> {
                    StreamedAnswer stream = StreamedAnswer.open(ctx);
                    stream.onClose(closed::incrementAndGet);
                    streams.add(stream);
                }),
                Route.get("/failing", ctx -> {
                    streams.add(StreamedAnswer.open(ctx));
                    throw new IllegalStateException("after opening");
                }),
                Route.get("/plain", ctx -> ctx.result("plain")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void headersAndAComment_areSentAtOnce() throws IOException {
        try (Client client = new Client()) {
            String head = client.until(": open");
            assertTrue(head.startsWith("HTTP/1.1 200"), head);
            assertTrue(head.contains("Content-Type: text/event-stream\n"), head);
            assertTrue(head.contains("Cache-Control: no-cache\n"), head);
            assertTrue(head.contains("X-Accel-Buffering: no\n"), head);
            assertFalse(head.contains("Content-Encoding"), head);
        }
    }

    @Test
    void events_arriveInOrderWithTheirLines() throws IOException {
        try (Client client = new Client()) {
            StreamedAnswer stream = opened(1).get(0);
            stream.send("7", "job", "one\ntwo");
            stream.send(null, null, "ä");
            stream.close();
            String rest = client.rest();
            assertTrue(rest.contains("id: 7\nevent: job\ndata: one\ndata: two\n\ndata: ä\n\n"), rest);
            assertFalse(stream.isOpen());
            assertEquals(1, closed.get());
        }
    }

    @Test
    void idWithALineBreak_isRefused() throws IOException {
        try (Client client = new Client()) {
            client.until(": open");
            StreamedAnswer stream = opened(1).get(0);
            assertThrows(IllegalArgumentException.class, () -> stream.send("1\ndata: x", "job", ""));
        }
    }

    @Test
    void manyStreams_holdNoThread() throws IOException {
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                clients.add(new Client());
            }
            List<StreamedAnswer> all = opened(500);
            assertEquals("plain", server.get("/plain").body());
            all.forEach(stream -> stream.send("1", "job", "to all"));
            for (Client client : clients) {
                assertTrue(client.until("data: to all").contains("id: 1"));
            }
            all.forEach(StreamedAnswer::close);
            eventually("all closed", () -> closed.get() == 500);
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    void slowReader_isLetGoAndHoldsUpNobody() throws IOException {
        try (Client slow = new Client();
                Client quick = new Client()) {
            slow.until(": open");
            List<StreamedAnswer> both = opened(2);
            String big = "x".repeat(100_000);
            // 100 MB are far more than the queue and the buffers of any connection take.
            for (int sent = 0; sent < 1_000 && closed.get() == 0; sent++) {
                both.forEach(stream -> stream.send(null, "job", big));
                quick.until("data: xxx");
            }
            assertEquals(1, closed.get());
            assertEquals(1, both.stream().filter(StreamedAnswer::isOpen).count());
            both.forEach(stream -> stream.send(null, "job", "still there"));
            quick.until("still there");
        }
    }

    @Test
    void clientGone_runsOnClose() throws IOException {
        Client client = new Client();
        StreamedAnswer stream = opened(1).get(0);
        client.close();
        eventually("the end is noticed", () -> {
            stream.comment("are you there?");
            return closed.get() == 1;
        });
        assertFalse(stream.isOpen());
        stream.onClose(closed::incrementAndGet);
        assertEquals(2, closed.get());
    }

    @Test
    void handlerFailingAfterOpening_answersWithTheProblem() {
        assertEquals(500, server.get("/failing").statusCode());
        assertFalse(opened(1).get(0).isOpen());
    }

    @Test
    void keepAlive_isSentToEveryStream() throws IOException {
        server.close();
        server = server(Duration.ofMillis(20));
        try (Client one = new Client();
                Client other = new Client()) {
            one.until(": keep-alive");
            other.until(": keep-alive");
        }
    }

    @Test
    void serverStop_endsStreamsAfterWhatIsQueued() throws IOException {
        try (Client client = new Client()) {
            opened(1).get(0).send("1", "job", "last words");
            server.close();
            assertTrue(client.rest().contains("last words"));
            assertEquals(1, closed.get());
        }
    }

    private List<StreamedAnswer> opened(int count) {
        eventually("opened " + count, () -> streams.size() == count);
        return List.copyOf(streams);
    }

    /** One connection that reads only when asked to. */
    private final class Client implements AutoCloseable {
        private final Socket socket = server.connect(REQUEST);
        private final BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

        Client() throws IOException {}

        /** Everything up to and including the first line that starts like this. */
        String until(String start) throws IOException {
            StringBuilder text = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text.append(line).append('\n');
                if (line.startsWith(start) || line.startsWith("data: " + start)) {
                    return text.toString();
                }
            }
            throw new IOException("The stream ended before " + start + ": " + text);
        }

        String rest() throws IOException {
            StringBuilder text = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                text.append(line).append('\n');
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}

package dev.millrace.api.http.answer;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.request.BodyLimits;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.api.http.server.TestServer;
import dev.millrace.api.http.transfer.ConnectionLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are larger than what the system keeps for a client that does not read. */
class SlowReaderTest {
    private static final int THREADS = 8;
    private static final int MEMORY = 40 << 20;
    private static final byte[] LARGE = new byte[8 << 20];

    private static final byte[] SOME = new byte[100_000];

    static {
        new Random(2).nextBytes(SOME);
        new Random(1).nextBytes(LARGE);
    }

    private final AtomicInteger open = new AtomicInteger();
    private final TestServer server = server(new ConnectionLimits(
            1_000, Duration.ofMinutes(1), Duration.ofSeconds(3), 1 << 10, Duration.ofSeconds(2), MEMORY));

    private TestServer server(ConnectionLimits limits) {
        return new TestServer(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        List.of(),
                        new BodyLimits(TestServer.MAX_BODY, Duration.ofMinutes(1)),
                        THREADS,
                        Duration.ofSeconds(15),
                        limits),
                Route.get(
                        "/bytes", ctx -> ctx.contentType("application/x-noise").result(LARGE)),
                Route.get("/content", ctx -> {
                    open.incrementAndGet();
                    ContentResponse.write(ctx, "application/x-noise", new ByteArrayInputStream(LARGE) {
                        @Override
                        public void close() {
                            open.decrementAndGet();
                        }
                    });
                }),
                Route.get("/some", ctx -> ctx.contentType("application/x-noise").result(SOME)),
                Route.get("/quick", ctx -> ctx.result("quick")));
    }

    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket client : slow) {
            client.close();
        }
        server.close();
    }

    private void ask(String path) throws IOException {
        ask(server, path, 1);
    }

    private void ask(TestServer asked, String path, int times) throws IOException {
        Socket client = new Socket();
        slow.add(client);
        client.setReceiveBufferSize(4 * 1024);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), asked.port()));
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .repeat(times)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Twice as many as there are threads; and none is kept for ever. */
    @Test
    void readersOfContent_holdNoThread_andAreLetGo() throws IOException {
        for (int i = 0; i < 2 * THREADS; i++) {
            ask("/content");
        }
        eventually("all are answered", () -> open.get() == 2 * THREADS);
        assertEquals("quick", server.get("/quick").body());
        eventually("all are let go", () -> open.get() == 0);
    }

    /** As many as fit in the memory for it; who asks then is told to come back, and small answers go on. */
    @Test
    void readersOfAnswersInMemory_holdNoThread_andNoMoreMemoryThanThereIs() throws IOException {
        HttpResponse<String> refused = eventually(
                "there is no more room",
                () -> {
                    ask("/bytes");
                    return server.get("/bytes");
                },
                answer -> answer.statusCode() == 503);
        assertEquals("1", refused.headers().firstValue("Retry-After").orElseThrow());
        assertEquals("quick", server.get("/quick").body());
        eventually("their memory is free again", () -> server.get("/bytes").statusCode(), status -> status == 200);
    }

    @Test
    void largeAnswers_areWhole() throws IOException {
        for (String path : List.of("/bytes", "/content")) {
            assertArrayEquals(LARGE, whole(path, "identity").readAllBytes());
            assertArrayEquals(LARGE, new GZIPInputStream(whole(path, "gzip")).readAllBytes());
            HttpResponse<String> head = server.send(path, request -> request.method("HEAD", BodyPublishers.noBody()));
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            if (path.equals("/bytes")) {
                assertEquals(
                        LARGE.length,
                        head.headers().firstValueAsLong("Content-Length").orElseThrow());
            }
        }
    }

    /** What the system takes in one go for a client that reads, but not for one that has many before it. */
    @Test
    void answersOfSomeLength_areWhole_andHoldNoThread() throws IOException {
        assertArrayEquals(SOME, whole("/some", "identity").readAllBytes());
        assertArrayEquals(SOME, new GZIPInputStream(whole("/some", "gzip")).readAllBytes());
        for (int i = 0; i < 2 * THREADS; i++) {
            ask(server, "/some", 100);
        }
        assertEquals("quick", server.get("/quick").body());
        String request = "GET /some HTTP/1.1\r\nHost: localhost\r\n";
        try (Socket client = server.connect((request + "\r\n").repeat(100) + request + "Connection: close\r\n\r\n")) {
            int length = client.getInputStream().readAllBytes().length;
            assertTrue(length > 101 * SOME.length, "all of " + length + " bytes");
        }
    }

    /** It is the rate that counts: no connection is idle for so long. */
    @ParameterizedTest
    @ValueSource(strings = {"/some", "/bytes", "/content"})
    void readersBelowTheRate_areLetGo(String path) throws IOException {
        ConnectionLimits fast = new ConnectionLimits(
                100, Duration.ofMinutes(10), Duration.ofMinutes(10), 1 << 20, Duration.ofMillis(100), MEMORY);
        try (TestServer impatient = server(fast)) {
            ask(impatient, path, 100);
            Socket client = slow.get(0);
            eventually("the connection is closed", () -> isClosed(client));
            eventually("the content is closed", () -> open.get() == 0);
        }
    }

    /** Whoever sends to a connection that the other side has closed, is told so. */
    private static boolean isClosed(Socket client) {
        try {
            client.getOutputStream().write('\n');
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** HTTP/1.0 knows no chunks: the end of the connection is the end of the answer. */
    @Test
    void largeAnswer_isWholeInHttp10() throws IOException {
        for (String path : List.of("/bytes", "/content")) {
            try (Socket client = server.connect("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n")) {
                byte[] answer = client.getInputStream().readAllBytes();
                assertTrue(answer.length > LARGE.length);
                byte[] body = new byte[LARGE.length];
                System.arraycopy(answer, answer.length - body.length, body, 0, body.length);
                assertArrayEquals(LARGE, body);
            }
        }
    }

    @Test
    void requestsBehindOneAnother_areAnsweredInTheirOrder() throws IOException {
        String one = "GET /bytes HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String last = "GET /quick HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        try (Socket client = server.connect(one + one + last)) {
            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answers.length() > 2 * LARGE.length);
            assertTrue(answers.endsWith("quick"));
        }
    }

    private InputStream whole(String path, String encoding) throws IOException {
        HttpResponse<byte[]> response = server.bytes(path, "Accept-Encoding", encoding);
        assertEquals(200, response.statusCode());
        assertEquals(
                encoding.equals("gzip"),
                response.headers().firstValue("Content-Encoding").isPresent());
        return new ByteArrayInputStream(response.body());
    }
}

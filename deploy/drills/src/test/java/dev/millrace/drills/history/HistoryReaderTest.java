package dev.millrace.drills.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads pages to their end, and knows a job that is gone from a node that cannot tell. */
final class HistoryReaderTest {
    private static final String JOB = """
            {"id":"j","state":"SUCCEEDED","attempt":1,"maxAttempts":1,"error":null,"attempts":[{"number":1,
             "state":"SUCCEEDED","startedAt":"2026-01-01T00:00:00Z","finishedAt":null,"exitCode":0,"survivors":null}]}""";

    private final Map<String, String> pages = new HashMap<>();
    private HttpServer server;
    private HistoryReader reader;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        reader = new HistoryReader(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String page = pages.get(exchange.getRequestURI().toString());
        byte[] body = (page == null ? "{}" : page).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(page == null ? 404 : page.startsWith("{") ? 200 : 503, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void everyPage_isRead_andAJobThatIsGone_isMissing() throws Exception {
        pages.put("/api/v1/jobs/j", JOB);
        pages.put("/api/v1/jobs/j/events?limit=200", """
                {"items":[{"number":7,"type":"QUEUED","state":"QUEUED","attempt":0}],"next":7}""");
        pages.put("/api/v1/jobs/j/events?limit=200&after=7", """
                {"items":[{"number":9,"type":"RUNNING","state":"RUNNING","attempt":1}],"next":null}""");
        pages.put("/api/v1/jobs?limit=200&label=drill%3Aa", "{\"items\":[{\"id\":\"j\"}],\"next\":\"c==\"}");
        pages.put(
                "/api/v1/jobs?limit=200&label=drill%3Aa&cursor=c%3D%3D", "{\"items\":[{\"id\":\"k\"}],\"next\":null}");

        History history = reader.read(Set.of("j", "gone"), "drill:a", Path.of("no-such-file"));

        assertEquals(List.of("j", "k"), history.listed());
        assertEquals(Set.of("j"), history.jobs().keySet());
        JobRecord job = history.jobs().get("j");
        assertEquals(
                List.of(7L, 9L), job.events().stream().map(EventRecord::number).toList());
        assertEquals(
                List.of(0), job.attempts().stream().map(AttemptRecord::exitCode).toList());
    }

    @Test
    void aNodeThatCannotTell_isAnError() {
        pages.put("/api/v1/jobs/j", "Unavailable");

        assertThrows(IOException.class, () -> reader.read(Set.of("j"), "", Path.of("no-such-file")));
    }
}

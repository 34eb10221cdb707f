package dev.millrace.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    @Test
    void portTaken_isSaidInOneLine() {
        try (TestServer first = new TestServer()) {
            int port = first.server.port();
            HttpServerException refused = assertThrows(
                    HttpServerException.class, () -> HttpServer.start(HttpSettings.of("127.0.0.1", port), List.of()));
            assertEquals(
                    "port " + port + " on 127.0.0.1 is taken by another program; choose another with MILLRACE_PORT or"
                            + " --port",
                    refused.getMessage());
        }
    }

    @Test
    void foreignAddress_isSaidInOneLine() {
        HttpServerException refused = assertThrows(
                HttpServerException.class, () -> HttpServer.start(HttpSettings.of("192.0.2.1", 0), List.of()));
        assertTrue(refused.getMessage().startsWith("cannot listen on port 0 of 192.0.2.1: "), refused.getMessage());
    }

    @Test
    void stopped_takesNoConnection() {
        TestServer server = new TestServer();
        int port = server.server.port();
        server.close();
        server.close();
        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
    }

    @Test
    void longAnswer_isCompressedForWhoTakesIt() {
        try (TestServer server = new TestServer(
                Route.get("/long", ctx -> ctx.result("x".repeat(10_000))),
                Route.get("/log", ctx -> TextResponse.write(ctx, parts("line\n".repeat(10_000)))))) {
            for (String path : List.of("/long", "/log")) {
                assertEquals(
                        "gzip",
                        server.get(path, "Accept-Encoding", "gzip")
                                .headers()
                                .firstValue("Content-Encoding")
                                .orElseThrow());
                assertTrue(server.get(path)
                        .headers()
                        .firstValue("Content-Encoding")
                        .isEmpty());
            }
            assertEquals("line\n".repeat(10_000), server.get("/log").body());
        }
    }

    @Test
    void favouriteForm_isChosenByQuality() {
        try (TestServer server = new TestServer(Route.get(
                "/form", ctx -> ctx.result(Accept.favourite(ctx, "application/json", "text/plain", "text/html"))))) {
            assertEquals("application/json", server.get("/form").body());
            assertEquals(
                    "application/json", server.get("/form", "Accept", "*/*").body());
            assertEquals("text/plain", server.get("/form", "Accept", "text/*").body());
            assertEquals(
                    "text/html",
                    server.get("/form", "Accept", "text/html,*/*;q=0.8").body());
            assertEquals(
                    "text/plain",
                    server.get("/form", "Accept", "text/html;q=0.2, text/plain;q=0.9")
                            .body());
            assertEquals(
                    "application/json",
                    server.get("/form", "Accept", "image/png").body());
            assertEquals(
                    "application/json", server.get("/form", "Accept", ";;;").body());
        }
    }

    private static TextResponse.Parts parts(String... texts) {
        Iterator<String> rest = List.of(texts).iterator();
        return () -> rest.hasNext() ? rest.next() : null;
    }
}

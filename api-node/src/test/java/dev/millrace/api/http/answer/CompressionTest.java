package dev.millrace.api.http.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.TestServer;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionTest {
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

    private static TextResponse.Parts parts(String... texts) {
        Iterator<String> rest = List.of(texts).iterator();
        return () -> rest.hasNext() ? rest.next() : null;
    }
}

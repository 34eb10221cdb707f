package dev.millrace.api.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.TestServer;
import org.junit.jupiter.api.Test;

class AcceptTest {
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
}

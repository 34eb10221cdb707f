package dev.millrace.api.http.server;

import static dev.millrace.api.http.server.TestServer.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.route.Route;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests that find no route, or are refused before one sees them. */
class RequestRefusalTest {
    private static final TestServer SERVER = new TestServer(
            Route.get("/things/{id}", ctx -> ctx.result(ctx.pathParam("id")), "colour"),
            Route.post("/things/{id}", ctx -> ctx.result("posted")),
            Route.get("/names/<name>", ctx -> ctx.result(ctx.pathParam("name"))));

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void unknownPath_isNotFound() {
        problem(SERVER.get("/nothing/here"), 404);
        problem(SERVER.get("/nothing", "Accept", "text/html"), 404);
        problem(SERVER.get("/nothing", "Sec-WebSocket-Version", "13"), 404);
    }

    @Test
    void wrongMethod_saysWhichAreAllowed() {
        for (String accept : List.of("application/json", "text/html")) {
            HttpResponse<String> response =
                    SERVER.send("/things/1", request -> request.DELETE().header("Accept", accept));
            problem(response, 405);
            assertEquals(
                    "GET, POST, HEAD, OPTIONS",
                    response.headers().firstValue("Allow").orElseThrow());
        }
        HttpResponse<String> invented =
                SERVER.send("/things/1", request -> request.method("FROB", BodyPublishers.noBody()));
        problem(invented, 405);
    }

    @Test
    void options_areAnsweredForEveryPath() {
        HttpResponse<String> response =
                SERVER.send("/things/1", request -> request.method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(204, response.statusCode());
        assertEquals(
                "GET, POST, HEAD, OPTIONS",
                response.headers().firstValue("Allow").orElseThrow());
    }

    @Test
    void unknownQueryParameter_isNamed() {
        JsonNode problem = problem(SERVER.get("/things/1?color=red"), 400);
        assertTrue(problem.get("detail").stringValue().contains("color"));
        assertEquals(200, SERVER.get("/things/1?colour=red").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /things/%zz HTTP/1.1",
                "GET /things/%ff%fe HTTP/1.1",
                "GET /things/%00 HTTP/1.1",
                "GET /things/1?colour=%z HTTP/1.1",
                "GET /things/1?colour=%ff HTTP/1.1",
                "GET /things/1?colour=%00 HTTP/1.1",
                "GET /things/1?colour=\u00e4 HTTP/1.1",
                "GET /things/../1 HTTP/1.1\r\nbad header",
                "GET HTTP/1.1",
                "nonsense"
            })
    void unreadableRequestLine_isAProblemToo(String line) {
        String answer = SERVER.raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
        assertTrue(answer.contains("MALFORMED_REQUEST"), answer);
        assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("x-request-id"), answer);
    }

    @Test
    void tooLongHeaders_areAProblemToo() {
        problem(SERVER.get("/things/1", "X-Long", "x".repeat(100_000)), 431);
    }

    @Test
    void encodedSlash_isPartOfAName() {
        assertEquals("dir/file a", SERVER.get("/names/dir%2Ffile%20a").body());
        assertEquals("dir/file", SERVER.get("/names/dir/file").body());
        String answer = SERVER.raw("GET /names/report[1].csv HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.endsWith("report[1].csv"), answer);
    }

    @Test
    void foreignPage_changesNothing() {
        problem(
                SERVER.send(
                        "/things/1",
                        request -> request.POST(BodyPublishers.noBody()).header("Sec-Fetch-Site", "cross-site")),
                403);
        assertEquals(
                200, SERVER.get("/things/1", "Sec-Fetch-Site", "cross-site").statusCode());
    }

    /** What a browser sends that says nothing of sites. */
    @ParameterizedTest
    @CsvSource({"null, 403", "http://evil.example, 403", "http://127.0.0.1:1, 403", "own, 200"})
    void originOfThePage_countsWhereNothingElseTellsIt(String origin, int status) {
        String sent =
                origin.equals("own") ? "http://127.0.0.1:" + SERVER.uri("/").getPort() : origin;

        assertEquals(
                status,
                SERVER.send(
                                "/things/1",
                                request -> request.POST(BodyPublishers.noBody()).header("Origin", sent))
                        .statusCode());
    }
}

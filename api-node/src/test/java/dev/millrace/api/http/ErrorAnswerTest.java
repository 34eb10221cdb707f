package dev.millrace.api.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ErrorAnswerTest {
    private static final TestServer SERVER = new TestServer(
            Route.get("/things/{id}", ctx -> ctx.result(ctx.pathParam("id")), "colour"),
            Route.post("/things/{id}", ctx -> ctx.result("posted")),
            Route.get("/names/<name>", ctx -> ctx.result(ctx.pathParam("name"))),
            Route.get(
                    "/failing",
                    ctx -> {
                        throw failure(Query.of(ctx).text("how").orElseThrow());
                    },
                    "how"),
            Route.get("/half", ctx -> {
                Iterator<String> parts = List.of("x".repeat(500_000)).iterator();
                TextResponse.write(ctx, () -> {
                    if (parts.hasNext()) {
                        return parts.next();
                    }
                    throw new IllegalStateException("secret");
                });
            }));

    private static Exception failure(String how) throws StackOverflowError {
        return switch (how) {
            case "violations" ->
                new MillraceException(
                        ErrorCode.INVALID_PARAMETERS, "No.", List.of(new Violation("/root", "is required")));
            case "pool" -> new IllegalStateException("secret", new SQLTransientConnectionException("secret"));
            case "shutdown" -> new IllegalStateException("secret", new SQLException("secret", "57P01"));
            case "syntax" -> new IllegalStateException("secret", new SQLException("secret", "42601"));
            case "overflow" -> throw new StackOverflowError("secret");
            default -> new MillraceException(ErrorCode.valueOf(how), "Why.");
        };
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCode_hasItsStatusAndForm(ErrorCode code) {
        HttpResponse<String> response = SERVER.get("/failing?how=" + code, "X-Request-Id", "mine-1");
        JsonNode problem = problem(response, ProblemDetails.status(code));
        assertEquals(code.name(), problem.get("code").stringValue());
        assertEquals("mine-1", problem.get("requestId").stringValue());
        assertEquals("mine-1", response.headers().firstValue("X-Request-Id").orElseThrow());
        assertFalse(problem.has("violations"));
    }

    @Test
    void violations_areListed() {
        JsonNode problem = problem(SERVER.get("/failing?how=violations"), 422);
        assertEquals(
                "urn:millrace:error:invalid-parameters", problem.get("type").stringValue());
        assertEquals("/root", problem.get("violations").get(0).get("pointer").stringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "shutdown"})
    void databaseAway_isUnavailableAndMayBeRetried(String how) {
        HttpResponse<String> response = SERVER.get("/failing?how=" + how);
        problem(response, 503);
        assertEquals("1", response.headers().firstValue("Retry-After").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"syntax", "overflow", "INTERNAL"})
    void ourOwnFault_isNotShown(String how) {
        HttpResponse<String> response = SERVER.get("/failing?how=" + how);
        problem(response, 500);
        assertFalse(response.body().contains("secret"));
    }

    @Test
    void failureInTheMiddleOfAnAnswer_breaksTheConnectionOff() {
        String answer = SERVER.raw("GET /half HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200"));
        assertFalse(answer.endsWith("0\r\n\r\n"));
        assertFalse(answer.contains("secret"));
    }

    @Test
    void requestId_isReplacedWhenItIsNotHarmless() {
        HttpResponse<String> response = SERVER.get("/things/1", "X-Request-Id", "a b");
        assertNotEquals("a b", response.headers().firstValue("X-Request-Id").orElseThrow());
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
    void head_answersAsGetWithoutTheBody() {
        HttpResponse<String> found =
                SERVER.send("/things/1", request -> request.method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, found.statusCode());
        assertEquals("", found.body());
        assertEquals(
                422,
                SERVER.send("/failing?how=INVALID_TOOL", request -> request.method("HEAD", BodyPublishers.noBody()))
                        .statusCode());
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

    @Test
    void everyAnswer_hasTheSecurityHeadersAndNoServer() {
        for (String path : List.of("/things/1", "/nothing")) {
            HttpResponse<String> response = SERVER.get(path);
            assertEquals(
                    "nosniff",
                    response.headers().firstValue("X-Content-Type-Options").orElseThrow());
            assertEquals(
                    "DENY", response.headers().firstValue("X-Frame-Options").orElseThrow());
            assertEquals(
                    "no-referrer",
                    response.headers().firstValue("Referrer-Policy").orElseThrow());
            assertTrue(response.headers().firstValue("Server").isEmpty());
        }
    }

    private static JsonNode problem(HttpResponse<String> response, int status) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElseThrow());
        JsonNode problem = TestServer.json(response.body());
        assertEquals(status, problem.get("status").intValue());
        assertEquals(
                response.headers().firstValue("X-Request-Id").orElseThrow(),
                problem.get("requestId").stringValue());
        return problem;
    }
}

package dev.millrace.api.http.problem;

import static dev.millrace.api.http.server.TestServer.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.answer.TextResponse;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.TestServer;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ErrorAnswerTest {
    private static final TestServer SERVER = new TestServer(
            Route.get("/things/{id}", ctx -> ctx.result(ctx.pathParam("id")), "colour"),
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
}

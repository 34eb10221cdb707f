package dev.millrace.api.http.stream;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.request.BodyLimits;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.api.http.server.TestServer;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class DelayedAnswerTest {
    private final Queue<CompletableFuture<Void>> events = new ConcurrentLinkedQueue<>();
    private final TestServer server = new TestServer(
            new HttpSettings(
                    "127.0.0.1", 0, List.of(), new BodyLimits(1024, Duration.ofMinutes(5)), 8, Duration.ofSeconds(15)),
            Route.get(
                    "/wait",
                    ctx -> {
                        CompletableFuture<Void> event = new CompletableFuture<>();
                        events.add(event);
                        Duration limit = Duration.ofMillis(Query.of(ctx).number("limit", 0, 100_000, 100_000));
                        DelayedAnswer.when(
                                event, limit, ctx, answer -> answer.result("at last " + MDC.get("requestId")));
                    },
                    "limit"),
            Route.get("/fail", ctx -> {
                DelayedAnswer.when(new CompletableFuture<>(), Duration.ZERO, ctx, answer -> {
                    throw new MillraceException(ErrorCode.CONFLICT, "No.");
                });
            }));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answers_whenTheEventHappens() {
        CompletableFuture<HttpResponse<String>> answer = ask("/wait");
        eventually("asked", () -> events.size() == 1);
        assertFalse(answer.isDone());
        events.element().complete(null);
        assertEquals("at last mine", answer.join().body());
    }

    @Test
    void answers_whenTheLimitIsOver_andCompletesTheEvent() {
        assertEquals("at last mine", ask("/wait?limit=1").join().body());
        assertTrue(events.element().isDone());
    }

    @Test
    void answers_whenTheServerStops() {
        CompletableFuture<HttpResponse<String>> answer = ask("/wait");
        eventually("asked", () -> events.size() == 1);
        server.close();
        assertEquals("at last mine", answer.join().body());
    }

    @Test
    void failure_isAProblem() {
        assertEquals(409, ask("/fail").join().statusCode());
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 100_000, 1_000_000})
    void longWait_isHeardOf_beforeItsAnswerCanBeRead(int length) throws Exception {
        CompletableFuture<Void> event = new CompletableFuture<>();
        String text = "x".repeat(length);
        try (TestServer impatient = new TestServer(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        List.of(),
                        new BodyLimits(1024, Duration.ofMinutes(5)),
                        8,
                        Duration.ofMillis(5)),
                Route.get(
                        "/wait",
                        ctx -> DelayedAnswer.when(event, Duration.ofMinutes(1), ctx, answer -> answer.result(text))))) {
            HttpRequest request = HttpRequest.newBuilder(impatient.uri("/wait"))
                    .header("Accept-Encoding", "gzip")
                    .build();
            // Its headers are here, while the event is still to come.
            HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
            assertEquals(200, response.statusCode());
            assertEquals(
                    "application/json",
                    response.headers().firstValue("Content-Type").orElseThrow());
            assertEquals('\n', response.body().read());
            assertEquals('\n', response.body().read());
            assertFalse(event.isDone());
            event.complete(null);
            assertEquals(text, new String(response.body().readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void failureAfterALongWait_breaksOff() throws Exception {
        CompletableFuture<Void> event = new CompletableFuture<>();
        try (TestServer impatient = new TestServer(
                new HttpSettings(
                        "127.0.0.1",
                        0,
                        List.of(),
                        new BodyLimits(1024, Duration.ofMinutes(5)),
                        8,
                        Duration.ofMillis(5)),
                Route.get("/wait", ctx -> DelayedAnswer.when(event, Duration.ofMinutes(1), ctx, answer -> {})))) {
            HttpRequest request = HttpRequest.newBuilder(impatient.uri("/wait")).build();
            HttpResponse<InputStream> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
            event.completeExceptionally(new MillraceException(ErrorCode.UNAVAILABLE, "Gone."));
            assertThrows(IOException.class, () -> response.body().readAllBytes());
        }
    }

    @Test
    void manyWaiting_holdNoThread() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(ask("/wait"));
        }
        eventually("all asked", () -> events.size() == 100);
        events.forEach(event -> event.complete(null));
        answers.forEach(answer -> assertEquals(200, answer.join().statusCode()));
    }

    private CompletableFuture<HttpResponse<String>> ask(String path) {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .header("X-Request-Id", "mine")
                .build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }
}

package dev.millrace.api.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.TestNode;
import dev.millrace.api.documentation.ApiResponse;
import dev.millrace.api.documentation.OpenApiContract;
import dev.millrace.api.fuzz.Operations.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent to whichever route: an answer that the document allows, in 5 s, never the node's fault, and nothing is
 * left of what was refused. The seed is the same in every build; {@code -Dmillrace.fuzz.seed} and {@code -Dmillrace.fuzz.requests} look elsewhere and longer.
 */
class FuzzTest {
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 20_260_301);
    private static final int REQUESTS = Integer.getInteger("millrace.fuzz.requests", 4_000);
    private static final int FIRST_REFUSAL = 400;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final TestNode NODE = TestNode.startWritable();
    private static final OpenApiContract CONTRACT = OpenApiContract.published();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void everyRoute_answersWhatItsDocumentAllows() throws Exception {
        List<String> jobs = Stream.of("anything", "anything", "echo")
                .map(tool -> NODE.submit("{\"tool\":\"" + tool + "\",\"parameters\":{\"text\":\"hi\"}}")
                        .get("id")
                        .stringValue())
                .toList();
        Operations operations =
                new Operations(NODE.client().get("/openapi.json").body(), new Random(SEED), jobs);
        assertTrue(REQUESTS >= operations.count(), "each operation at least once");

        try (Traces traces = Traces.of(NODE)) {
            for (int i = 0; i < REQUESTS; i++) {
                Request request = operations.next();
                String what = "request " + i + " of seed " + SEED + ": " + request;
                int status = assertTimeoutPreemptively(LIMIT, () -> check(what, request), what);
                if (status >= FIRST_REFUSAL) {
                    traces.expectNone(what);
                } else if (!request.method().equals("GET")) {
                    traces.renew();
                }
            }
            traces.expectNothingOpen();
        }
    }

    private static int check(String what, Request request) throws InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + NODE.port() + request.target()))
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        try {
            HttpResponse<InputStream> response = CLIENT.send(builder.build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                boolean isStream = response.headers()
                        .firstValue("Content-Type")
                        .filter(type -> type.startsWith("text/event-stream"))
                        .isPresent();
                // A stream is broken off here, as by somebody who leaves the page.
                String text = isStream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(response.statusCode() < 500, what + " answered " + response.statusCode() + " " + text);
                assertEquals(
                        List.of(),
                        CONTRACT.check(
                                request.method(),
                                request.target().split("\\?", 2)[0],
                                new ApiResponse(response.statusCode(), response.headers(), text)),
                        () -> what + " answered " + text);
                return response.statusCode();
            }
        } catch (IOException e) {
            throw new AssertionError(what + " was not answered", e);
        }
    }
}

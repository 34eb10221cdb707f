package dev.millrace.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Waits until no job of a Millrace is on its way any more. */
final class Quiet {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 500;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    Quiet(URI node) {
        this.request = HttpRequest.newBuilder(
                        node.resolve("/api/v1/jobs?state=SCHEDULED&state=QUEUED&state=RUNNING&limit=1"))
                .timeout(LIMIT)
                .build();
    }

    /** Returns after five minutes in any case: what is on its way then is stuck, and the history will show it. */
    void await() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!isQuiet() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private boolean isQuiet() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        return answer.statusCode() == 200
                && JsonMapper.shared().readTree(answer.body()).path("items").isEmpty();
    }
}

package dev.millrace.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import tools.jackson.databind.json.JsonMapper;

/** Waits until no job of a Millrace is on its way any more. */
final class Quiet {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 500;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final LongSupplier done;

    /** @param done how many jobs have ended */
    Quiet(URI node, LongSupplier done) {
        this.done = done;
        this.request = HttpRequest.newBuilder(
                        node.resolve("/api/v1/jobs?state=SCHEDULED&state=QUEUED&state=RUNNING&limit=1"))
                .timeout(LIMIT)
                .build();
    }

    /** Returns when no job has ended for five minutes in any case: what is on its way then is stuck, as the history shows. */
    void await() throws IOException, InterruptedException {
        long ended = -1;
        long deadline = 0;
        while (!isQuiet()) {
            long endedNow = done.getAsLong();
            if (endedNow != ended) {
                ended = endedNow;
                deadline = System.nanoTime() + LIMIT.toNanos();
            } else if (System.nanoTime() - deadline >= 0) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private boolean isQuiet() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        return answer.statusCode() == 200
                && JsonMapper.shared().readTree(answer.body()).path("items").isEmpty();
    }
}

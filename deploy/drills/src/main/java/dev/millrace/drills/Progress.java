package dev.millrace.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How far a drill is, for whoever watches. */
final class Progress {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final long since = System.nanoTime();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<URI> nodes;
    private final Load load;
    private long done;

    /** @param nodes asked in turn until one answers */
    Progress(List<URI> nodes, Load load) {
        this.nodes = nodes;
        this.load = load;
    }

    /** How many jobs have ended; what was known last when no node answers. */
    long done() {
        for (URI node : nodes) {
            HttpRequest request = HttpRequest.newBuilder(node.resolve("/api/v1/stats"))
                    .timeout(LIMIT)
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    JsonNode jobs = JsonMapper.shared().readTree(answer.body()).path("jobs");
                    done = LongStream.of(
                                    jobs.path("succeeded").asLong(),
                                    jobs.path("failed").asLong(),
                                    jobs.path("cancelled").asLong())
                            .sum();
                    return done;
                }
            } catch (IOException away) {
                // The other node may know; otherwise the last answer has to do.
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return done;
            }
        }
        return done;
    }

    String line() {
        long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
        long ended = done();
        return seconds + " s, " + ended + " of " + load.accepted().size() + " jobs done";
    }
}

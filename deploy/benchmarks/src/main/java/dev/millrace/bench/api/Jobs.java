package dev.millrace.bench.api;

import dev.millrace.bench.scenario.Clock;
import dev.millrace.bench.subject.BenchException;
import dev.millrace.bench.subject.MillraceClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.hc.core5.http.ClassicHttpResponse;
import tools.jackson.databind.JsonNode;

/** Submits the benchmark's own tools and asks how they went. */
final class Jobs {
    private final MillraceClient client;

    Jobs(MillraceClient client) {
        this.client = client;
    }

    static String stamp(String pause, int lines) {
        return """
                {"tool":"bench-stamp","parameters":{"pause":"%s","lines":%d}}""".formatted(pause, lines);
    }

    /** Returns the job's id. */
    String submit(String request) throws IOException {
        return client.post("/api/v1/jobs", request)
                .expect(202)
                .json()
                .path("id")
                .asString();
    }

    JsonNode get(String id) throws IOException {
        return client.get("/api/v1/jobs/" + id).expect(200).json();
    }

    /** Waits for the end of the job. */
    JsonNode awaitSuccess(String id) throws IOException {
        JsonNode job =
                client.get("/api/v1/jobs/" + id + "?wait=30s").expect(200).json();
        if (!job.path("state").asString().equals("SUCCEEDED")) {
            throw new BenchException("Job " + id + " did not succeed: " + job.path("state") + " " + job.path("error"));
        }
        return job;
    }

    /** When the tool's first line ran, in microseconds since 1970. */
    long toolStarted(String id) throws IOException {
        return result(id).path("started").asLong();
    }

    /** When the tool's last line ran. */
    long toolEnded(String id) throws IOException {
        return result(id).path("ended").asLong();
    }

    private JsonNode result(String id) throws IOException {
        return client.get("/api/v1/jobs/" + id + "/result").expect(200).json();
    }

    static long attemptStarted(JsonNode job) {
        return Clock.micros(Instant.parse(job.path("startedAt").asString()));
    }

    static long finished(JsonNode job) {
        return Clock.micros(Instant.parse(job.path("finishedAt").asString()));
    }

    /** Follows the job's events live; returns when the one of its success was read, in microseconds since 1970. */
    long followToSuccess(String id) throws IOException {
        try (ClassicHttpResponse response = client.stream("/api/v1/jobs/" + id + "/events");
                BufferedReader events = new BufferedReader(
                        new InputStreamReader(response.getEntity().getContent(), StandardCharsets.UTF_8))) {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                if (line.startsWith("data:") && line.contains("\"state\":\"SUCCEEDED\"")) {
                    return Clock.micros();
                }
            }
        }
        throw new BenchException("The events of job " + id + " ended without its success");
    }
}

package dev.millrace.system.http;

import static dev.millrace.test.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A caller of one API node. Paths are those below {@code /api/v1}, or start at the root of the node with {@code //}. */
public final class ApiClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    /** @param base like {@code http://127.0.0.1:8080} */
    public ApiClient(String base) {
        this.base = base;
    }

    public String base() {
        return base;
    }

    URI uri(String path) {
        return URI.create(base + (path.startsWith("//") ? path.substring(1) : "/api/v1" + path));
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public Answer post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    public Answer post(String path, JsonNode body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()), "Content-Type", "application/json");
    }

    /** Submits a job with an {@code Idempotency-Key}. */
    public Answer post(ObjectNode request, String key) {
        BodyPublisher body = BodyPublishers.ofString(request.toString());
        return send("POST", "/jobs", body, "Content-Type", "application/json", "Idempotency-Key", key);
    }

    private Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(LIMIT).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + uri(path) + ": " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of {@code POST /jobs}, to be added to. */
    public static ObjectNode request(String tool, Map<String, ?> parameters) {
        ObjectNode request = JsonMapper.shared().createObjectNode().put("tool", tool);
        request.set("parameters", JsonMapper.shared().valueToTree(parameters));
        return request;
    }

    /** Submits a job that must be accepted; returns its id. */
    public String submit(String tool, Map<String, ?> parameters) {
        return submit(request(tool, parameters));
    }

    public String submit(ObjectNode request) {
        return post("/jobs", request).require(202).json().path("id").asString();
    }

    public JsonNode job(String id) {
        return get("/jobs/" + id).require(200).json();
    }

    /** Waits until the job has come into the state; one that has ended otherwise is a failure at once. */
    public JsonNode await(String id, String state) {
        return eventually(
                "job " + id + " is " + state,
                () -> {
                    JsonNode job = get("/jobs/" + id + (isTerminal(state) ? "?wait=10s" : ""))
                            .require(200)
                            .json();
                    String now = job.path("state").asString();
                    if (!now.equals(state) && isTerminal(now)) {
                        throw new AssertionError("Not " + state + ": " + job.toPrettyString());
                    }
                    return job;
                },
                job -> job.path("state").asString().equals(state));
    }

    private static boolean isTerminal(String state) {
        return List.of("SUCCEEDED", "FAILED", "CANCELLED").contains(state);
    }

    /** What the newest attempt has printed so far. */
    public List<String> log(String id) {
        return get("/jobs/" + id + "/logs", "Accept", "text/plain")
                .require(200)
                .text()
                .lines()
                .toList();
    }

    /** Waits until the newest attempt has printed the line. */
    public void awaitLine(String id, String line) {
        eventually("job " + id + " prints " + line, () -> log(id), lines -> lines.contains(line));
    }

    /** @param headers names and values in turn, such as {@code Last-Event-ID} */
    public EventStream stream(String path, String... headers) {
        return new EventStream(http, uri(path), headers);
    }
}

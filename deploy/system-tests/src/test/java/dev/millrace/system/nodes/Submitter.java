package dev.millrace.system.nodes;

import static dev.millrace.test.Eventually.eventually;

import dev.millrace.drills.history.History;
import dev.millrace.drills.history.HistoryReader;
import dev.millrace.drills.promise.Promise;
import dev.millrace.system.http.Answer;
import dev.millrace.system.http.ApiClient;
import dev.millrace.test.AtOnce;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.node.ObjectNode;

/** A caller as callers should be: sends each request with a key, and again until some node has accepted it. */
public final class Submitter {
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final String label = UUID.randomUUID().toString();
    private final List<ApiClient> nodes;
    private final Path outside;

    /**
     * @param nodes asked in turn
     * @param outside the file that the tools keep
     */
    public Submitter(List<ApiClient> nodes, Path outside) {
        this.nodes = nodes;
        this.outside = outside;
    }

    /** Submits one job with so many requests at once. */
    public String submitAtOnce(int times) {
        String key = UUID.randomUUID().toString();
        Set<String> ids = Set.copyOf(AtOnce.run(times, () -> submit(request(0, 0), key)));
        Assertions.assertEquals(1, ids.size(), "one key is one job");
        return ids.iterator().next();
    }

    /** Submits a job of the tool {@code recorder}; returns its id. */
    public String submit(int turns, int exit) {
        return submit(request(turns, exit), UUID.randomUUID().toString());
    }

    private ObjectNode request(int turns, int exit) {
        ObjectNode request =
                ApiClient.request("recorder", Map.of("file", outside.toString(), "turns", turns, "exit", exit));
        request.putObject("labels").put("submitter", label);
        return request;
    }

    private String submit(ObjectNode request, String key) {
        String id = eventually("the request is accepted", () -> attempt(request, key), Optional::isPresent)
                .orElseThrow();
        accepted.add(id);
        return id;
    }

    private Optional<String> attempt(ObjectNode request, String key) {
        ApiClient node = nodes.get(turn.getAndIncrement() % nodes.size());
        try {
            Answer answer = node.post(request, key);
            return answer.status() == 503
                    ? Optional.empty()
                    : Optional.of(answer.require(202).json().path("id").asString());
        } catch (AssertionError e) {
            if (e.getCause() instanceof IOException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public Set<String> accepted() {
        return Set.copyOf(accepted);
    }

    /** Waits until all of the accepted jobs have ended, and requires that the promise was kept for them and no other ran. */
    public void assertPromiseKept(ApiClient node) throws IOException {
        for (String id : accepted()) {
            eventually(
                    "job " + id + " ends",
                    () -> node.get("/jobs/" + id + "?wait=10s"),
                    answer -> answer.status() == 200
                            && answer.json().path("finishedAt").isString());
        }
        History history = new HistoryReader(URI.create(node.base())).read(accepted(), "submitter:" + label, outside);
        Assertions.assertEquals(List.of(), Promise.violations(history));
    }
}

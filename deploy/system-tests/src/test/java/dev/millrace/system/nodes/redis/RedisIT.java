package dev.millrace.system.nodes.redis;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.http.EventStream;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Subscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Redis carries live updates for whoever subscribes, and nothing else depends on it. */
final class RedisIT {
    private static Cluster cluster;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.script("says-hello", "", "echo '::progress 50 Half way'; echo hello; exit 3");
        api = cluster.startAll(1, Map.of()).api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aSubscriber_hearsEveryEventOfAJob_asTheApiTellsIt() {
        try (Subscriber subscriber = new Subscriber(cluster.redis.url())) {
            String job = api.submit("says-hello", Map.of());
            api.await(job, "FAILED");
            List<JsonNode> expected = new ArrayList<>();
            for (JsonNode event :
                    api.get("/jobs/" + job + "/events").require(200).json().path("items")) {
                expected.add(withVersion(event));
            }

            assertEquals(
                    List.of("QUEUED", "RUNNING", "PROGRESS", "FAILED"),
                    expected.stream()
                            .map(event -> event.path("type").asString())
                            .toList());
            eventually("the end is heard", () -> subscriber.heard(job).size() >= expected.size());
            // The API node and the worker publish over connections of their own, so only the numbers give the order.
            assertEquals(
                    expected,
                    subscriber.heard(job).stream()
                            .sorted((one, other) -> Long.compare(
                                    one.path("number").asLong(),
                                    other.path("number").asLong()))
                            .toList());
        }
    }

    private static JsonNode withVersion(JsonNode event) {
        ObjectNode message = JsonMapper.shared().createObjectNode().put("version", 1);
        event.forEachEntry(message::set);
        return message;
    }

    @Test
    void withoutRedis_jobsRunAndStreamsTell_andWhenItIsBackSubscribersHearAgain() {
        try (EventStream all = api.stream("/events")) {
            cluster.redis.stop();
            try {
                String job = api.submit("says-hello", Map.of());
                try (EventStream log = api.stream("/jobs/" + job + "/logs")) {
                    assertEquals(
                            "hello", log.awaitEvent("line").data().path("text").asString());
                    log.awaitEnd();
                }
                all.await(
                        "the end of the job is told", frames -> frames.stream().anyMatch(frame -> endOf(job, frame)));
                assertEquals("DOWN", redisHealth());
            } finally {
                cluster.redis.restart();
            }
        }
        try (Subscriber subscriber = new Subscriber(cluster.redis.url())) {
            eventually("what an API node publishes is heard", () -> subscriber.hears("QUEUED", submitted()));
            eventually("what a worker publishes is heard", () -> subscriber.hears("FAILED", submitted()));
            eventually("Redis is well again", RedisIT::redisHealth, "UP"::equals);
        }
    }

    private static String submitted() {
        String job = api.submit("says-hello", Map.of());
        api.await(job, "FAILED");
        return job;
    }

    private static boolean endOf(String job, EventStream.Frame frame) {
        return frame.data().path("jobId").asString().equals(job)
                && frame.data().path("type").asString().equals("FAILED");
    }

    private static String redisHealth() {
        return api.get("//health/detailed")
                .json()
                .path("checks")
                .path("redis")
                .path("status")
                .asString();
    }
}

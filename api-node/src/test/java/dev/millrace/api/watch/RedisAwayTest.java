package dev.millrace.api.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.api.LiveEvents;
import dev.millrace.api.LiveEvents.Event;
import dev.millrace.api.TestNode;
import dev.millrace.model.job.Job;
import dev.millrace.test.AtOnce;
import dev.millrace.test.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without Redis everything is told from Postgres, a little later; with Redis back it goes on. */
@Timeout(180)
class RedisAwayTest {
    private static final TestNode NODE = TestNode.start();

    @AfterAll
    static void stop() {
        NODE.close();
    }

    @Test
    void streamsAndWaits_goOnWithoutRedis_andWithItBack() {
        try (LiveEvents all = LiveEvents.open(NODE, "/api/v1/events")) {
            run(all);
            NODE.redis().stop();
            eventuallyRedisIs("DOWN");
            run(all);
            NODE.redis().restart();
            eventuallyRedisIs("UP");
            run(all);
        }
    }

    private static void run(LiveEvents all) {
        String queue = TestNode.newQueue();
        String job = NODE.submitTo(queue);
        CompletableFuture<String> wait = AtOnce.start(() -> NODE.stateOf(job + "?wait=60s"));
        try (LiveEvents events = LiveEvents.open(NODE, job + "/events");
                LiveEvents logs = LiveEvents.open(NODE, job + "/logs")) {
            Job attempt = NODE.worker().claim(queue);
            NODE.worker().log(attempt, 1, "hello");
            assertEquals("hello", logs.next().orElseThrow().data().get("text").stringValue());
            NODE.worker().succeed(attempt, null);
            List<String> expected = List.of("QUEUED", "RUNNING", "SUCCEEDED");
            assertEquals(expected, types(all.next(3)));
            assertEquals(expected, types(events.next(3)));
            assertEquals("end", logs.next().orElseThrow().name());
            assertEquals("SUCCEEDED", wait.join());
        }
    }

    private static List<String> types(List<Event> events) {
        return events.stream()
                .map(event -> event.data().get("type").stringValue())
                .toList();
    }

    private static void eventuallyRedisIs(String status) {
        Eventually.eventually(
                "Redis is " + status,
                () -> NODE.client()
                        .get("/health/detailed")
                        .json()
                        .at("/checks/redis/status")
                        .stringValue()
                        .equals(status));
    }
}

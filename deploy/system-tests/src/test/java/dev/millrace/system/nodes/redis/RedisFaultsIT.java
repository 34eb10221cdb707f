package dev.millrace.system.nodes.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.http.ApiClient;
import dev.millrace.system.http.EventStream;
import dev.millrace.system.nodes.Cluster;
import dev.millrace.system.nodes.Submitter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;

/** A Redis that takes connections and does not do its work is no worse than none: hints are late, and nothing else. */
final class RedisFaultsIT {
    private static final int JOBS = 5;
    private static final Duration PICK_UP = Duration.ofSeconds(1);

    /** A promise to callers, and well above what a slow machine adds to it. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

    private static Cluster cluster;
    private static DelayingProxy proxy;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
        cluster.tools.recorder();
        proxy = new DelayingProxy(URI.create(cluster.redis.url()).getPort());
        String url = "redis://localhost:" + proxy.port();
        api = cluster.startAll(2, Map.of("MILLRACE_REDIS_URL", url)).api().client();
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            cluster.close();
        } finally {
            proxy.close();
        }
    }

    @Test
    void whileRedisIsSlow_jobsArePickedUp_callsAreFast_andStreamsTellAll() throws Exception {
        proxy.delay(Duration.ofSeconds(2));
        try {
            assertServes("slow");
        } finally {
            proxy.delay(Duration.ZERO);
        }
        assertServes("swift");
    }

    @Test
    void whileRedisHangs_jobsArePickedUp_callsAreFast_andStreamsTellAll() throws Exception {
        cluster.redis.freeze();
        try {
            assertServes("hanging");
        } finally {
            cluster.redis.thaw();
        }
        assertServes("thawed");
    }

    @Test
    void whileRedisIsOutOfMemory_jobsArePickedUp_callsAreFast_andStreamsTellAll() throws Exception {
        try (Jedis redis = new Jedis(URI.create(cluster.redis.url()))) {
            redis.configSet("maxmemory-policy", "noeviction");
            redis.configSet("maxmemory", "1");
            try {
                assertServes("full");
            } finally {
                redis.configSet("maxmemory", "0");
            }
        }
        assertServes("roomy");
    }

    private static void assertServes(String name) throws Exception {
        Submitter submitter = new Submitter(List.of(api), cluster.outside(name));
        List<Duration> pickUps = new ArrayList<>();
        try (EventStream events = api.stream("/events")) {
            for (int i = 0; i < JOBS; i++) {
                long asked = System.nanoTime();
                String id = submitter.submit(0, 0);
                Duration answered = Duration.ofNanos(System.nanoTime() - asked);
                assertTrue(answered.compareTo(LONGEST_ANSWER) < 0, "answered after " + answered);
                JsonNode job = api.await(id, "SUCCEEDED");
                pickUps.add(Duration.between(time(job, "queuedAt"), time(job, "startedAt")));
            }
            Set<String> jobs = submitter.accepted();
            events.await("the end of every job is told", frames -> ended(frames).containsAll(jobs));
        }
        // One of them is enough: a machine that is busy with something else says nothing about the others.
        assertTrue(pickUps.stream().anyMatch(pickUp -> pickUp.compareTo(PICK_UP) <= 0), pickUps::toString);
        submitter.assertPromiseKept(api);
    }

    private static Instant time(JsonNode job, String key) {
        return Instant.parse(job.path(key).asString());
    }

    private static Set<String> ended(List<EventStream.Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.data().path("type").asString().equals("SUCCEEDED"))
                .map(frame -> frame.data().path("jobId").asString())
                .collect(Collectors.toSet());
    }
}

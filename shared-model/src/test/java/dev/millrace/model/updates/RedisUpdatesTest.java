package dev.millrace.model.updates;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Priority;
import dev.millrace.test.TestRedis;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Publisher and subscriber against a Redis that comes, goes and hangs. */
@Timeout(120)
class RedisUpdatesTest {
    private static final UUID JOB = UUID.fromString("019200b2-7c1f-7000-8000-000000000001");

    private final TestRedis redis = new TestRedis();
    private final RedisPublisher publisher = new RedisPublisher(URI.create(redis.url()));
    private final Heard heard = new Heard();
    private final RedisSubscriber subscriber = new RedisSubscriber(
            URI.create(redis.url()),
            List.of(Channels.JOB_UPDATES, Channels.WORKERS, Channels.JOB_LOGS, Channels.TOOLS),
            heard);

    @AfterEach
    void close() {
        publisher.close();
        subscriber.close();
        redis.close();
    }

    private static final class Heard implements RedisSubscriber.Listener {
        final Queue<String> messages = new ConcurrentLinkedQueue<>();
        final AtomicInteger connections = new AtomicInteger();

        @Override
        public void message(String channel, String text) {
            if (text.equals("garbage")) {
                throw new IllegalArgumentException("not understood");
            }
            messages.add(channel + " " + text);
        }

        @Override
        public void connected() {
            connections.incrementAndGet();
        }
    }

    private void awaitBothConnected() {
        eventually("both are connected", () -> publisher.isConnected() && subscriber.isConnected());
    }

    /** Publishes again and again, because what was said while Redis was away is lost. */
    private void awaitDelivery() {
        heard.messages.clear();
        eventually("a message arrives", () -> {
            publisher.wakeWorkers(Priority.HIGH);
            return !heard.messages.isEmpty();
        });
    }

    private static JobEvent event(long number) {
        return new JobEvent(
                number,
                JOB,
                "count",
                EventType.PROGRESS,
                JobState.RUNNING,
                2,
                Instant.parse("2026-11-22T10:11:12.123456Z"),
                "{\"percent\":42,\"message\":\"päge\"}");
    }

    @Test
    void everyKindOfUpdate_reachesItsChannel() {
        awaitBothConnected();

        publisher.publish(List.of(event(7)));
        publisher.wakeWorkers(Priority.HIGH);
        publisher.cancelRequested(JOB);
        publisher.logGrew(JOB);
        publisher.toolsChanged();

        eventually("all arrive", () -> heard.messages.size() == 5);
        assertEquals(
                List.of(
                        "millrace:job_updates {\"version\":1,\"number\":7,\"jobId\":\"" + JOB
                                + "\",\"tool\":\"count\",\"type\":\"PROGRESS\",\"state\":\"RUNNING\",\"attempt\":2,"
                                + "\"at\":\"2026-11-22T10:11:12.123456Z\","
                                + "\"data\":{\"percent\":42,\"message\":\"päge\"}}",
                        "millrace:workers wake high",
                        "millrace:workers " + JOB,
                        "millrace:job_logs " + JOB,
                        "millrace:tools changed"),
                List.copyOf(heard.messages));
    }

    @Test
    void events_arriveInTheirOrder() {
        awaitBothConnected();
        int count = 2_000;

        for (int number = 0; number < count; number++) {
            publisher.publish(List.of(event(number)));
        }

        eventually("all arrive", () -> heard.messages.size() == count);
        int expected = 0;
        for (String message : heard.messages) {
            assertTrue(message.contains("\"number\":" + expected + ","), message);
            expected++;
        }
    }

    @Test
    void restartedRedis_isFoundAgain() {
        awaitBothConnected();
        int before = heard.connections.get();

        redis.stop();
        eventually("both notice", () -> {
            publisher.wakeWorkers(Priority.HIGH);
            return !publisher.isConnected() && !subscriber.isConnected();
        });
        redis.restart();

        awaitBothConnected();
        awaitDelivery();
        assertEquals(before + 1, heard.connections.get());
    }

    @Test
    void hangingRedis_isNoticedAndFoundAgain() {
        awaitBothConnected();
        redis.freeze();
        try {
            eventually("both notice, however much is said", () -> {
                for (int i = 0; i < 20_000; i++) {
                    publisher.logGrew(JOB);
                }
                return !publisher.isConnected() && !subscriber.isConnected();
            });
        } finally {
            redis.thaw();
        }

        awaitBothConnected();
        awaitDelivery();
    }

    @Test
    void redisThatIsAbsentAtFirst_isFoundWhenItComes() {
        try (TestRedis late = new TestRedis()) {
            late.stop();
            URI address = URI.create(late.url());
            try (RedisPublisher publishing = new RedisPublisher(address);
                    RedisSubscriber listening = new RedisSubscriber(address, List.of(Channels.WORKERS), heard)) {
                publishing.wakeWorkers(Priority.HIGH);
                assertFalse(publishing.isConnected());
                assertFalse(listening.isConnected());

                late.restart();

                eventually("both connect", () -> publishing.isConnected() && listening.isConnected());
                heard.messages.clear();
                eventually("a message arrives", () -> {
                    publishing.wakeWorkers(Priority.HIGH);
                    return !heard.messages.isEmpty();
                });
            }
        }
    }

    @Test
    void messageThatIsNotUnderstood_isPassedOver() {
        awaitBothConnected();
        try (Jedis anybody = new Jedis(URI.create(redis.url()))) {
            anybody.publish(Channels.WORKERS, "garbage");
        }

        awaitDelivery();
        assertEquals(1, heard.connections.get());
    }
}

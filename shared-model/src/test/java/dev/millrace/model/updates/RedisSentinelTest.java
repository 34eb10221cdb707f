package dev.millrace.model.updates;

import static dev.millrace.test.Eventually.eventually;

import dev.millrace.model.job.Priority;
import dev.millrace.test.TestRedis;
import dev.millrace.test.TestSentinel;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sentinels make a replica the primary, and the nodes go there. */
@Timeout(180)
class RedisSentinelTest {
    private final AtomicInteger heard = new AtomicInteger();
    private final RedisSubscriber.Listener counter = new RedisSubscriber.Listener() {
        @Override
        public void message(String channel, String text) {
            heard.incrementAndGet();
        }

        @Override
        public void connected() {}
    };

    @Test
    void thePrimaryThatTheSentinelsName_isUsed_alsoAfterAFailover() {
        try (TestRedis primary = new TestRedis();
                TestRedis replica = TestRedis.replicaOf(primary);
                TestSentinel sentinel = new TestSentinel(primary)) {
            sentinel.awaitReplica();
            // The first one is not there.
            URI url = URI.create("redis-sentinel://localhost:1,localhost:" + sentinel.port() + "/mymaster");
            try (RedisPublisher publisher = new RedisPublisher(url);
                    RedisSubscriber subscriber = new RedisSubscriber(url, List.of(Channels.WORKERS), counter)) {
                awaitDelivery(publisher);

                primary.freeze();
                try {
                    eventually("the replica is the primary", () -> sentinel.primaryPort() == replica.port());
                    awaitDelivery(publisher);
                    eventually("both say so", () -> publisher.isConnected() && subscriber.isConnected());
                } finally {
                    primary.thaw();
                }
            }
        }
    }

    @Test
    void anUnknownName_isSaid_andSoIsASentinelThatIsTakenForARedis() {
        try (TestRedis primary = new TestRedis();
                TestSentinel sentinel = new TestSentinel(primary);
                RedisPublisher unknown =
                        new RedisPublisher(URI.create("redis-sentinel://localhost:" + sentinel.port() + "/other"));
                RedisPublisher taken = new RedisPublisher(URI.create("redis://localhost:" + sentinel.port()))) {
            eventually("the name is refused", unknown::problem, Optional.of("refuses")::equals);
            eventually(
                    "the sentinel says what it is",
                    () -> {
                        taken.wakeWorkers(Priority.HIGH);
                        return taken.problem();
                    },
                    Optional.of("is a sentinel, whose address begins with redis-sentinel")::equals);
        }
    }

    private void awaitDelivery(RedisPublisher publisher) {
        int before = heard.get();
        eventually("a message arrives", () -> {
            publisher.wakeWorkers(Priority.HIGH);
            return heard.get() > before;
        });
    }
}

package dev.millrace.model.updates;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Priority;
import dev.millrace.test.TestRedis;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** A Redis that answers, and will not have this node: the node says why, and goes on by itself when it may. */
@Timeout(120)
class RedisRefusalTest {
    private static final int TRIES = 20;

    /** The test's own, one of each of the two, and one of each that Redis has not seen the end of. */
    private static final int OPEN_AT_ONCE = 5;

    private final TestRedis redis = new TestRedis();
    private final Jedis admin = new Jedis(URI.create(redis.url()));
    private final RedisSubscriber.Listener nobody = new RedisSubscriber.Listener() {
        @Override
        public void message(String channel, String text) {}

        @Override
        public void connected() {}
    };

    @AfterEach
    void close() {
        admin.close();
        redis.close();
    }

    private URI as(String user, String password) {
        return URI.create(redis.url().replace("//", "//" + user + ":" + password + "@"));
    }

    private static void awaitProblem(RedisPublisher publisher, String problem) {
        eventually("publishing is refused", publisher::problem, Optional.of(problem)::equals);
    }

    private static void awaitProblem(RedisSubscriber subscriber, String problem) {
        eventually("hearing is refused", subscriber::problem, Optional.of(problem)::equals);
    }

    private static void awaitBoth(RedisPublisher publisher, RedisSubscriber subscriber) {
        eventually("both work", () -> publisher.isConnected() && subscriber.isConnected());
    }

    @Test
    void aMissingPassword_isSaid_leavesNothingOpen_andIsNoticedWhenItIsWantedNoMore() {
        admin.configSet("requirepass", "sesame");
        try (RedisPublisher publisher = new RedisPublisher(URI.create(redis.url()));
                RedisSubscriber subscriber =
                        new RedisSubscriber(URI.create(redis.url()), List.of(Channels.WORKERS), nobody)) {
            awaitProblem(publisher, "wants a password");
            awaitProblem(subscriber, "wants a password");
            long before = connectionsSoFar();
            eventually("they try on", () -> connectionsSoFar() > before + TRIES);
            long open = admin.clientList().lines().count();
            assertTrue(open <= OPEN_AT_ONCE, open + " connections are left open");

            admin.configSet("requirepass", "");

            awaitBoth(publisher, subscriber);
        }
    }

    private long connectionsSoFar() {
        return admin.info("stats")
                .lines()
                .filter(line -> line.startsWith("total_connections_received:"))
                .mapToLong(line -> Long.parseLong(line.split(":", -1)[1].strip()))
                .sum();
    }

    @Test
    void aWrongPassword_isSaid() {
        // Before it connects: while Redis wants no password, any will do.
        admin.configSet("requirepass", "sesame");
        try (RedisPublisher publisher = new RedisPublisher(as("default", "wrong"))) {
            awaitProblem(publisher, "refuses the user or the password");
            admin.configSet("requirepass", "wrong");
            eventually("it is let in", publisher::isConnected);
        }
    }

    /** What is published in vain looks like success to whoever does not read the answers. */
    @Test
    void aUserWithoutTheChannels_isSaid_andTheOthersGoOn() {
        admin.aclSetUser("mill", "on", ">pw", "allcommands", "resetchannels", "&" + Channels.WORKERS);
        try (RedisPublisher publisher = new RedisPublisher(as("mill", "pw"));
                RedisSubscriber subscriber =
                        new RedisSubscriber(as("mill", "pw"), List.of(Channels.WORKERS, Channels.TOOLS), nobody)) {
            eventually("it is connected", publisher::isConnected);
            publisher.wakeWorkers(Priority.HIGH);
            publisher.logGrew(UUID.randomUUID());

            awaitProblem(publisher, "does not permit its user what a node does");
            awaitProblem(subscriber, "does not permit its user what a node does");
            publisher.wakeWorkers(Priority.HIGH);

            admin.aclSetUser("mill", "allchannels");
            eventually("both work", () -> {
                publisher.logGrew(UUID.randomUUID());
                return publisher.isConnected() && subscriber.isConnected();
            });
        }
    }

    @Test
    void tooManyClients_areSaid() {
        admin.configSet("maxclients", "1");
        try (RedisPublisher publisher = new RedisPublisher(URI.create(redis.url()))) {
            eventually("it is not let in", () -> publisher.problem().isPresent());
            admin.configSet("maxclients", "100");
            eventually("it is let in", publisher::isConnected);
        }
    }

    /** It is heard on any node of a cluster what is published on another, so one address is enough. */
    @Test
    void aNodeOfACluster_isAsGoodAsASingleRedis() {
        try (TestRedis node = TestRedis.with("cluster-enabled yes", "cluster-require-full-coverage no");
                RedisPublisher publisher = new RedisPublisher(URI.create(node.url()));
                RedisSubscriber subscriber =
                        new RedisSubscriber(URI.create(node.url()), List.of(Channels.WORKERS), nobody)) {
            awaitBoth(publisher, subscriber);
            publisher.wakeWorkers(Priority.HIGH);
            publisher.wakeWorkers(Priority.HIGH);
            assertEquals(Optional.empty(), publisher.problem());
        }
    }
}

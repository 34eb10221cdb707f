package dev.millrace.system.nodes;

import static dev.millrace.test.Eventually.eventually;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisConnectionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An outside program that follows all jobs over Redis. */
public final class Subscriber implements AutoCloseable {
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final Jedis connection;
    private final JedisPubSub subscription = new JedisPubSub() {
        @Override
        public void onMessage(String channel, String message) {
            messages.add(JsonMapper.shared().readTree(message));
        }
    };

    /** Returns when it is subscribed. */
    public Subscriber(String redis) {
        this.connection = new Jedis(URI.create(redis));
        Thread reader = new Thread(this::read, "subscriber");
        reader.setDaemon(true);
        reader.start();
        eventually("subscribed", subscription::isSubscribed);
    }

    private void read() {
        try {
            connection.subscribe(subscription, "millrace:job_updates");
        } catch (JedisConnectionException closed) {
            // The test is over, or Redis is; what was not heard is missed by the test.
        }
    }

    /** What was heard of a job, in the order in which it came. */
    public List<JsonNode> heard(String job) {
        return messages.stream()
                .filter(message -> message.path("jobId").asString().equals(job))
                .toList();
    }

    public boolean hears(String type, String job) {
        return heard(job).stream()
                .anyMatch(message -> message.path("type").asString().equals(type));
    }

    @Override
    public void close() {
        subscription.unsubscribe();
        connection.close();
    }
}

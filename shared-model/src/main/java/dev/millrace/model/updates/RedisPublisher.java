package dev.millrace.model.updates;

import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Priority;
import dev.millrace.model.thread.Mailbox;
import dev.millrace.model.thread.NodeThread;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Publishes over Redis from one thread of its own, many messages a round trip. While Redis is away or slow, messages are
 * dropped: those who wait for them look into Postgres.
 */
public final class RedisPublisher implements UpdatePublisher, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisPublisher.class);
    private static final int WAITING_MESSAGES = 10_000;
    private static final int MESSAGES_PER_ROUND_TRIP = 500;
    private static final long RECONNECT_MILLIS = 250;
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration LAST_MESSAGES = Duration.ofMillis(500);

    private final RedisConnections redis;
    private final RedisTrouble trouble = new RedisTrouble(log, "updates are found in Postgres meanwhile");
    private final Map<String, JedisDataException> refused = new HashMap<>();
    private final Mailbox<Message> waiting = new Mailbox<>(WAITING_MESSAGES);
    private final NodeThread thread = new NodeThread("redis-publisher", this::step);
    private volatile boolean closed;
    private volatile boolean connected;
    private volatile @Nullable Jedis connection;

    /** @param text made when it is sent: that is not the time of whoever changes jobs */
    private record Message(String channel, Supplier<String> text) {}

    public RedisPublisher(URI redis) {
        this.redis = new RedisConnections(redis);
        thread.start();
    }

    /** Whether Redis takes messages. */
    public boolean isConnected() {
        return problem().isEmpty();
    }

    /** Why Redis takes no messages, or not all of them; reads on after "Redis …". */
    public Optional<String> problem() {
        return trouble.problem();
    }

    @Override
    public void publish(List<JobEvent> events) {
        for (JobEvent event : events) {
            offer(Channels.JOB_UPDATES, () -> EventJson.message(event));
        }
    }

    @Override
    public void wakeWorkers(Priority mostUrgent) {
        offer(Channels.WORKERS, () -> Channels.wake(mostUrgent));
    }

    @Override
    public void cancelRequested(UUID job) {
        offer(Channels.WORKERS, job::toString);
    }

    @Override
    public void logGrew(UUID job) {
        offer(Channels.JOB_LOGS, job::toString);
    }

    @Override
    public void toolsChanged() {
        offer(Channels.TOOLS, () -> "changed");
    }

    private void offer(String channel, Supplier<String> text) {
        if (!waiting.offer(new Message(channel, text))) {
            log.debug("A message for {} was dropped: Redis does not keep up", channel);
        }
    }

    private void step() throws InterruptedException {
        try {
            if (closed && (!connected || waiting.isEmpty())) {
                thread.finish();
            } else {
                sendNext(connect());
            }
        } catch (RuntimeException away) {
            disconnect(away);
            TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
        } catch (Error broken) {
            disconnect(broken);
            throw broken;
        }
    }

    private void sendNext(Jedis jedis) throws InterruptedException {
        List<Message> batch = waiting.take(MESSAGES_PER_ROUND_TRIP, IDLE);
        if (batch.isEmpty()) {
            jedis.ping();
        } else {
            send(jedis, batch);
        }
    }

    private Jedis connect() {
        Jedis jedis = connection;
        if (jedis == null) {
            jedis = redis.forCommands();
            connection = jedis;
            // Taken while it loads its data, for one, the connection is good for nothing else.
            jedis.ping();
            connected = true;
            refused.clear();
            works();
        }
        return jedis;
    }

    private void works() {
        if (trouble.ends()) {
            log.info("Connected to Redis for publishing");
        }
    }

    private void send(Jedis jedis, List<Message> batch) {
        List<Object> answers;
        try (Pipeline pipeline = jedis.pipelined()) {
            batch.forEach(message ->
                    pipeline.publish(message.channel(), message.text().get()));
            answers = pipeline.syncAndReturnAll();
        }
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof JedisDataException refusal) {
                if (!RedisTrouble.concernsMessage(refusal)) {
                    // When that has passed, it shows on a new connection, and not when the next one publishes
                    // something.
                    throw refusal;
                }
                refused.put(batch.get(i).channel(), refusal);
                trouble.begins(refusal);
            } else if (!refused.isEmpty() && refused.remove(batch.get(i).channel()) != null && refused.isEmpty()) {
                works();
            }
        }
    }

    private void disconnect(Throwable away) {
        trouble.begins(away);
        connected = false;
        closeConnection();
        // What waits now is stale by the time Redis is back.
        waiting.clear();
    }

    private void closeConnection() {
        Jedis open = connection;
        connection = null;
        if (open != null) {
            RedisConnections.close(open);
        }
    }

    /** Sends what waits, for a moment at most. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LAST_MESSAGES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.close();
        closeConnection();
    }
}

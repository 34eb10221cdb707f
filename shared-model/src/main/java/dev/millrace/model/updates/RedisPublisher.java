package dev.millrace.model.updates;

import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Priority;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Publishes over Redis from one thread of its own, many messages a round trip. While Redis is away or slow, messages are
 * dropped: those who wait for them look into Postgres.
 */
public final class RedisPublisher implements UpdatePublisher, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisPublisher.class);
    private static final int WAITING_MESSAGES = 10_000;
    private static final int MESSAGES_PER_ROUND_TRIP = 500;
    private static final long RECONNECT_MILLIS = 250;
    private static final long IDLE_MILLIS = 250;
    private static final long LAST_MESSAGES_MILLIS = 500;

    private final URI redis;
    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(WAITING_MESSAGES);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean connected;
    private boolean reportedAway;
    private @Nullable Jedis connection;

    /** @param text made when it is sent: that is not the time of whoever changes jobs */
    private record Message(String channel, Supplier<String> text) {}

    public RedisPublisher(URI redis) {
        this.redis = redis;
        this.thread = new Thread(this::run, "redis-publisher");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether the last message reached Redis. */
    public boolean isConnected() {
        return connected;
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

    private void run() {
        List<Message> batch = new ArrayList<>(MESSAGES_PER_ROUND_TRIP);
        while (!closed || (connected && !waiting.isEmpty())) {
            try {
                batch.clear();
                Jedis jedis = connect();
                Message first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    jedis.ping();
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, MESSAGES_PER_ROUND_TRIP - 1);
                send(jedis, batch);
            } catch (RuntimeException away) {
                disconnect(away);
                pause();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close(connection);
    }

    private Jedis connect() {
        Jedis jedis = connection;
        if (jedis == null) {
            jedis = new Jedis(redis, RedisConnections.forCommands());
            jedis.ping();
            connection = jedis;
            connected = true;
            reportedAway = false;
            log.info("Connected to Redis for publishing");
        }
        return jedis;
    }

    private static void send(Jedis jedis, List<Message> batch) {
        try (Pipeline pipeline = jedis.pipelined()) {
            batch.forEach(message ->
                    pipeline.publish(message.channel(), message.text().get()));
            pipeline.sync();
        }
    }

    private void disconnect(RuntimeException away) {
        if (!reportedAway) {
            reportedAway = true;
            log.warn("Redis is away, updates are found in Postgres meanwhile: {}", away.getMessage());
        }
        connected = false;
        close(connection);
        connection = null;
        // What waits now is stale by the time Redis is back.
        waiting.clear();
    }

    private static void close(@Nullable Jedis jedis) {
        if (jedis == null) {
            return;
        }
        try {
            jedis.close();
        } catch (JedisException alreadyBroken) {
            log.trace("Closing a broken connection", alreadyBroken);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends what waits, for a moment at most. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LAST_MESSAGES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}

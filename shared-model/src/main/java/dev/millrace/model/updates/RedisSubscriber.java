package dev.millrace.model.updates;

import dev.millrace.model.thread.NodeThread;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/** Listens on Redis channels, and comes back by itself whenever Redis does. */
public final class RedisSubscriber implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RedisSubscriber.class);
    private static final long RECONNECT_MILLIS = 250;
    private static final long PING_MILLIS = 2_000;

    private final RedisConnections redis;
    private final RedisTrouble trouble = new RedisTrouble(log, "hints are not heard and Postgres is asked each second");
    private final List<String> channels;
    private final Listener listener;
    private final NodeThread reader = new NodeThread("redis-subscriber", this::read);
    private final NodeThread pinger = new NodeThread("redis-subscriber-ping", this::ping);
    private volatile boolean closed;
    private volatile @Nullable Subscription subscription;

    /** Hears what is said. Calls come from one thread and must not block it. */
    public interface Listener {
        void message(String channel, String text);

        /** The subscription stands (again): what was said before was not heard. */
        void connected();
    }

    public RedisSubscriber(URI redis, List<String> channels, Listener listener) {
        this.redis = new RedisConnections(redis);
        this.channels = List.copyOf(channels);
        this.listener = listener;
        reader.start();
        pinger.start();
    }

    /** Whether all channels are subscribed to, and the listener has been told. */
    public boolean isConnected() {
        Subscription current = subscription;
        return current != null && current.complete && current.isSubscribed();
    }

    /** Why Redis lets the channels not be heard; reads on after "Redis …". */
    public Optional<String> problem() {
        return isConnected() ? Optional.empty() : trouble.problem().or(() -> Optional.of("does not answer"));
    }

    private void read() throws InterruptedException {
        try (Jedis jedis = redis.forSubscription()) {
            Subscription current = new Subscription();
            subscription = current;
            if (!closed) {
                jedis.subscribe(current, channels.toArray(String[]::new));
            }
        } catch (RuntimeException away) {
            if (!closed) {
                trouble.begins(away);
            }
        } finally {
            subscription = null;
        }
        TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
    }

    /** A subscription that hears nothing looks like a dead one; the answers to pings tell them apart. */
    private void ping() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PING_MILLIS);
        Subscription current = subscription;
        try {
            if (current != null && current.isSubscribed()) {
                current.ping();
            }
        } catch (JedisException away) {
            log.trace("The reader will notice, too", away);
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.finish();
        Subscription current = subscription;
        try {
            if (current != null && current.isSubscribed()) {
                current.unsubscribe();
            }
        } catch (JedisException alreadyBroken) {
            log.trace("Closing a broken subscription", alreadyBroken);
        }
        reader.close();
        pinger.close();
    }

    private final class Subscription extends JedisPubSub {
        private volatile boolean complete;

        @Override
        public void onSubscribe(String channel, int subscribedChannels) {
            if (subscribedChannels == channels.size()) {
                if (trouble.ends()) {
                    log.info("Subscribed to {}", channels);
                }
                listener.connected();
                complete = true;
            }
        }

        @Override
        public void onPong(String pattern) {
            NodeThread.progress();
        }

        /** Anybody may publish anything; what cannot be understood must not make this node deaf. */
        @Override
        public void onMessage(String channel, String text) {
            NodeThread.progress();
            try {
                listener.message(channel, text);
            } catch (RuntimeException e) {
                log.warn("A message on {} was not understood: {}", channel, e.getMessage());
            }
        }
    }
}

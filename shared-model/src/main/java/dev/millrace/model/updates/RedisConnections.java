package dev.millrace.model.updates;

import dev.millrace.model.config.RedisAddress;
import dev.millrace.model.config.RedisAddress.Host;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Makes connections to Redis: to the one that is named, or to the one that the sentinels name each time. Timeouts are
 * short: a hanging Redis must cost as little as an absent one.
 */
final class RedisConnections {
    private static final int TIMEOUT_MILLIS = 1_000;

    /** Longer than the pause between pings on an idle subscription. */
    private static final int SUBSCRIPTION_TIMEOUT_MILLIS = 5_000;

    private final RedisAddress address;

    RedisConnections(URI redis) {
        this.address = RedisAddress.of(redis);
    }

    /** @throws JedisException when Redis is away or lets nobody in */
    Jedis forCommands() {
        return connect(TIMEOUT_MILLIS);
    }

    /** The same for a connection on which Redis may say nothing for a while. */
    Jedis forSubscription() {
        return connect(SUBSCRIPTION_TIMEOUT_MILLIS);
    }

    private Jedis connect(int silenceMillis) {
        JedisClientConfig config = config(address.user(), address.password())
                .blockingSocketTimeoutMillis(silenceMillis)
                .build();
        String primary = address.primary();
        HostAndPort server = primary == null ? at(address.hosts().get(0)) : askSentinels(primary);
        Jedis jedis = new Jedis(server, config);
        try {
            jedis.connect();
            if (primary != null) {
                requirePrimary(jedis);
            }
            return jedis;
        } catch (RuntimeException failed) {
            close(jedis);
            throw failed;
        }
    }

    private DefaultJedisClientConfig.Builder config(@Nullable String user, @Nullable String password) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .timeoutMillis(TIMEOUT_MILLIS)
                .autoNegotiateProtocol(false)
                .user(user)
                .password(password)
                .clientName("millrace");
        // With the JVM's own certificates, and the name of the host held against the server's.
        return address.tls() ? config.sslOptions(SslOptions.defaults()) : config;
    }

    private HostAndPort askSentinels(String primary) {
        JedisException last = null;
        for (Host sentinel : address.hosts()) {
            try (Jedis jedis = new Jedis(
                    at(sentinel), config(null, address.sentinelPassword()).build())) {
                List<String> found = jedis.sentinelGetMasterAddrByName(primary);
                if (found != null) {
                    return new HostAndPort(found.get(0), Integer.parseInt(found.get(1)));
                }
                last = new JedisDataException("the sentinels know no primary of that name");
            } catch (JedisException away) {
                last = away;
            }
        }
        throw last == null ? new JedisConnectionException("no sentinel") : last;
    }

    /** Sentinels can be late: what is published to a replica reaches nobody but its own subscribers. */
    private static void requirePrimary(Jedis jedis) {
        try {
            if (!"master".equals(jedis.role().get(0))) {
                throw new JedisConnectionException("the server that the sentinels name is not the primary yet");
            }
        } catch (JedisAccessControlException notAllowedToAsk) {
            // The sentinels are believed.
        }
    }

    private static HostAndPort at(Host host) {
        return new HostAndPort(host.name(), host.port());
    }

    static void close(Jedis jedis) {
        try {
            jedis.close();
        } catch (JedisException alreadyBroken) {
            // It is of no use any more, which is why it is closed.
        }
    }
}

package dev.millrace.model.updates;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** How connections to Redis are made. Timeouts are short: a hanging Redis must cost as little as an absent one. */
final class RedisConnections {
    private static final int TIMEOUT_MILLIS = 1_000;

    /** Longer than the pause between pings on an idle subscription. */
    private static final int SUBSCRIPTION_TIMEOUT_MILLIS = 5_000;

    private RedisConnections() {}

    static JedisClientConfig forCommands() {
        return DefaultJedisClientConfig.builder()
                .timeoutMillis(TIMEOUT_MILLIS)
                .autoNegotiateProtocol(false)
                .clientName("millrace")
                .build();
    }

    static JedisClientConfig forSubscription() {
        return DefaultJedisClientConfig.builder()
                .timeoutMillis(TIMEOUT_MILLIS)
                .autoNegotiateProtocol(false)
                .blockingSocketTimeoutMillis(SUBSCRIPTION_TIMEOUT_MILLIS)
                .clientName("millrace")
                .build();
    }
}

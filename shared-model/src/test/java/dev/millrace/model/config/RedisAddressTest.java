package dev.millrace.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.config.RedisAddress.Host;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    private static RedisAddress of(String text) {
        return RedisAddress.of(URI.create(text));
    }

    @Test
    void aSingleRedis_hasTheUsualPort_andCredentialsAreDecoded() {
        assertEquals(new RedisAddress(false, hosts("cache", 6379), null, null, null, null), of("redis://cache"));
        assertEquals(
                new RedisAddress(true, hosts("cache", 6380), null, "me", "a@b:c+d", null),
                of("rediss://me:a%40b:c+d@cache:6380/0"));
        assertEquals(
                new RedisAddress(false, hosts("::1", 7000), null, null, "pw", null), of("redis://:pw@[::1]:7000/"));
    }

    @Test
    void sentinels_areSeveral_andKnowThePrimaryByName() {
        assertEquals(
                new RedisAddress(
                        false,
                        List.of(new Host("one", 26379), new Host("two", 5000)),
                        "mymaster",
                        "me",
                        "pw",
                        "other pw"),
                of("redis-sentinel://me:pw@one,two:5000/mymaster?sentinelPassword=other%20pw"));
        assertEquals(
                new RedisAddress(true, hosts("one", 26379), "mymaster", null, null, null),
                of("rediss-sentinel://one/mymaster"));
    }

    private static List<Host> hosts(String name, int port) {
        return List.of(new Host(name, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache:6379",
                "http://cache",
                "redis:///0",
                "redis://one,two",
                "redis://cache/mymaster",
                "redis://cache?timeout=1s",
                "redis://cache:port",
                "redis://cache:0",
                "redis://cache:99999",
                "redis://cache#2",
                "redis://me@cache",
                "redis://me:secret@",
                "redis-sentinel://one:26379",
                "redis-sentinel://one:26379/",
                "redis-sentinel://one/mymaster/0",
                "redis-sentinel://one,/mymaster",
                "redis-sentinel://one/mymaster?timeout=1s"
            })
    void whatIsNoAddress_isRefused(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> of(text));
        assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }

    @Test
    void passwords_areNotShown() {
        assertFalse(of("redis-sentinel://me:secret1@one/p?sentinelPassword=secret2")
                .toString()
                .contains("secret"));
    }
}

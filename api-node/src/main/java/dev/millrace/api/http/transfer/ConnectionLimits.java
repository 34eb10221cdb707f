package dev.millrace.api.http.transfer;

import dev.millrace.model.config.Environment;
import java.time.Duration;

/**
 * Limits for slow and for many clients.
 *
 * @param connections open at once; more wait to be accepted
 * @param headTime time for the head of a request, from its first byte
 * @param idle the longest time without a byte while the node waits for the client
 * @param rate the least average rate of a body, or of an answer from 32 KiB on, in bytes a second; 0 means no limit
 * @param grace time before the rate counts
 * @param memory bytes of all bodies and answers in memory, without those up to 32 KiB
 */
public record ConnectionLimits(
        int connections, Duration headTime, Duration idle, long rate, Duration grace, long memory) {
    public static final ConnectionLimits USUAL = new ConnectionLimits(
            10_000, Duration.ofSeconds(10), Duration.ofSeconds(30), 1 << 10, Duration.ofSeconds(5), 128 << 20);

    /** Reads the environment. Errors are noted in it for the caller to check. */
    public static ConnectionLimits from(Environment environment) {
        return new ConnectionLimits(
                environment.integer(
                        "MILLRACE_HTTP_CONNECTIONS",
                        USUAL.connections,
                        10,
                        1_000_000,
                        "Connections of clients that an API node has open at once; more wait to be accepted"),
                environment.duration(
                        "MILLRACE_HTTP_HEAD_TIME",
                        USUAL.headTime,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        "Time for the head of a request to arrive, from its first byte"),
                environment.duration(
                        "MILLRACE_HTTP_IDLE",
                        USUAL.idle,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        "How long a client may send no request, nothing of a body or take nothing of an answer"),
                environment.size(
                        "MILLRACE_HTTP_RATE",
                        USUAL.rate,
                        0,
                        1 << 30,
                        "Bytes a second that a client must send of a body or take of an answer from 32KiB on, on average; 0: any"),
                USUAL.grace,
                environment.size(
                        "MILLRACE_HTTP_MEMORY",
                        USUAL.memory,
                        1 << 20,
                        1L << 40,
                        "Memory for bodies that come in and answers that go out, those up to 32KiB not counted"));
    }

    /** Whether this number of bytes is too small for this time. */
    boolean isTooSlow(long bytes, long nanos) {
        return nanos > grace.toNanos() && bytes < rate * (nanos / 1e9);
    }
}

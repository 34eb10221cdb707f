package dev.millrace.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The wall clock that this process, the tools and Postgres share, in microseconds since 1970. */
final class Clock {
    private Clock() {}

    static long micros() {
        return micros(Instant.now());
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static double millisBetween(long earlierMicros, long laterMicros) {
        return (laterMicros - earlierMicros) / 1_000.0;
    }
}

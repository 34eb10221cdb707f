package dev.millrace.bench.scenario;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The wall clock that this process, the tools and Postgres share, in microseconds since 1970. */
public final class Clock {
    private Clock() {}

    public static long micros() {
        return micros(Instant.now());
    }

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    public static double millisBetween(long earlierMicros, long laterMicros) {
        return (laterMicros - earlierMicros) / 1_000.0;
    }
}

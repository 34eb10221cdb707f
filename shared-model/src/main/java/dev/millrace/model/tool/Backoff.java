package dev.millrace.model.tool;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: {@code initial × factor^(failures-1)}, at most {@code max}, moved by up to
 * {@code jitter} of itself either way so that jobs which failed together do not come back together.
 *
 * @param initial 0 or longer
 * @param factor 1 to 100
 * @param jitter 0 to 1
 */
public record Backoff(Duration initial, double factor, Duration max, double jitter) {

    /**
     * @param failures attempts that have failed so far, from 1
     * @return between 0 and {@code max × (1 + jitter)}
     */
    public Duration after(int failures, RandomGenerator random) {
        double millis = Math.min(initial.toMillis() * Math.pow(factor, failures - 1.0), (double) max.toMillis());
        double spread = jitter == 0 ? 1 : 1 + random.nextDouble(-jitter, jitter);
        return Duration.ofMillis(Math.round(millis * spread));
    }
}

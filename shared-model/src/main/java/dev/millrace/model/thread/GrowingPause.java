package dev.millrace.model.thread;

import java.time.Duration;

/** Pauses between tries that fail: each twice as long as the one before, up to a bound. Not thread-safe. */
public final class GrowingPause {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    public GrowingPause(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /** How long to wait after a failure. */
    public Duration afterFailure() {
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return pause;
    }

    /** A try has succeeded: the next pause is the shortest again. */
    public void reset() {
        next = first;
    }
}

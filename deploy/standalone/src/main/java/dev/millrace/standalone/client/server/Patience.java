package dev.millrace.standalone.client.server;

import java.time.Duration;

/**
 * How long to go on trying when the server is away: pauses that double from a quarter of a second to five, and after two
 * minutes without an answer, no more. Whatever arrives starts it afresh.
 */
public final class Patience {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Pause pause;
    private Duration next = FIRST;
    private Duration waited = Duration.ZERO;

    /** How to pass the time; tests pass it faster. */
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    public Patience() {
        this(duration -> Thread.sleep(duration.toMillis()));
    }

    Patience(Pause pause) {
        this.pause = pause;
    }

    /** The server answered. */
    public void renew() {
        next = FIRST;
        waited = Duration.ZERO;
    }

    /**
     * Waits before the next try.
     *
     * @throws UnreachableException the given one, when there is no patience left or the thread is interrupted
     */
    public void waitAfter(UnreachableException failure) {
        if (waited.compareTo(LIMIT) >= 0) {
            throw failure;
        }
        try {
            pause.of(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
        waited = waited.plus(next);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}

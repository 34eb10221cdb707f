package dev.millrace.worker.queue;

import dev.millrace.worker.runtime.AttemptLease;
import dev.millrace.worker.runtime.Watchdog;
import java.time.Duration;

/**
 * How long this worker can be sure that the jobs it claimed are still its own. A worker that was frozen does not know for
 * how long: what it had claimed and not begun may run elsewhere by now. Without a lease nothing is claimed and nothing
 * begun; what runs goes on, unless the worker is frozen until its lease ends. By this machine's own monotonic clock, which
 * goes on meanwhile. Thread-safe.
 */
public final class Lease {
    private final Duration length;
    private final Watchdog watchdog;
    private volatile long beganAt = System.nanoTime();
    private volatile long renewedAt = beganAt;

    /**
     * Begins a lease that others will honour for so long after each renewal.
     *
     * @param length more than {@link Watchdog#NOTICE}
     * @param watchdog ends tools before the lease ends if the worker cannot
     */
    public Lease(Duration length, Watchdog watchdog) {
        this.length = length;
        this.watchdog = watchdog;
        watchdog.leaseEndsAt(beganAt + length.toNanos());
    }

    /** @param asked when Postgres was asked to renew it, which it did; a time of {@link System#nanoTime()} */
    void renew(long asked) {
        watchdog.leaseEndsAt(asked + length.toNanos());
        renewedAt = asked;
    }

    /** Begins a new lease: what was claimed during the last is given up. */
    void startOver() {
        beganAt = System.nanoTime();
        renew(beganAt);
    }

    /** Whether what was claimed at that time, or later, is this worker's for sure. */
    boolean covers(long claimedAt) {
        return claimedAt - beganAt >= 0
                && System.nanoTime() - renewedAt < length.minus(Watchdog.NOTICE).toNanos()
                && !watchdog.hasActedSince(claimedAt);
    }

    /** The lease of an attempt that was claimed at that time. */
    AttemptLease ofAttempt(long claimedAt) {
        return new AttemptLease(() -> covers(claimedAt), () -> watchdog.hasActedSince(claimedAt));
    }
}

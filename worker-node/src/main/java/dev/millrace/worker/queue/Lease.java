package dev.millrace.worker.queue;

import java.time.Duration;

/**
 * How long this worker can be sure that the jobs it claimed are still its own. A worker that was frozen does not know for
 * how long: what it had claimed and not begun may run elsewhere by now. Without a lease nothing is claimed and nothing
 * begun; what runs goes on. By this machine's own monotonic clock, which goes on meanwhile. Thread-safe.
 */
public final class Lease {
    private final long length;
    private volatile long heldSince = System.nanoTime();
    private volatile long renewedAt = heldSince;

    /** Begins a lease that others will honour for so long after each renewal. */
    public Lease(Duration length) {
        this.length = length.toNanos();
    }

    /** @param asked when Postgres was asked to renew it, which it did; a time of {@link System#nanoTime()} */
    void renew(long asked) {
        renewedAt = asked;
    }

    /** Begins a new lease: what was claimed during the last is given up. */
    void startOver() {
        heldSince = System.nanoTime();
        renewedAt = heldSince;
    }

    /** Whether what was claimed at that time, or later, is this worker's for sure. */
    boolean covers(long claimedAt) {
        return claimedAt - heldSince >= 0 && System.nanoTime() - renewedAt < length;
    }
}

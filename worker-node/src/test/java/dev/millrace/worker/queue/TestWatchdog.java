package dev.millrace.worker.queue;

import dev.millrace.worker.runtime.Watchdog;

/** A watchdog that acts when the test says so. */
final class TestWatchdog implements Watchdog {
    long leaseEnd;
    boolean acts;

    @Override
    public void leaseEndsAt(long end) {
        leaseEnd = end;
    }

    @Override
    public boolean hasActedSince(long time) {
        return acts;
    }
}

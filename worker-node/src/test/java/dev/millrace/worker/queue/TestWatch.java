package dev.millrace.worker.queue;

import dev.millrace.worker.runtime.Watch;

/** A watch that acts when the test says so. */
final class TestWatch implements Watch {
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

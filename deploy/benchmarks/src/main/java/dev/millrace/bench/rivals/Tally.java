package dev.millrace.bench.rivals;

import dev.millrace.bench.subject.BenchException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the no-ops that have begun. */
final class Tally {
    private static final long LONGEST_MINUTES = 5;

    private static volatile Tally current = new Tally(1);

    private final AtomicInteger left;
    private final CountDownLatch all = new CountDownLatch(1);
    private volatile long first;
    private final int jobs;

    private Tally(int jobs) {
        this.jobs = jobs;
        this.left = new AtomicInteger(jobs);
    }

    /** From now on so many are expected. */
    static Tally expect(int jobs) {
        current = new Tally(jobs);
        return current;
    }

    /** The no-op itself. */
    static void hit() {
        current.count();
    }

    private void count() {
        int before = left.getAndDecrement();
        if (before == jobs) {
            first = System.nanoTime();
        }
        if (before == 1) {
            all.countDown();
        }
    }

    /** Waits until all have begun. */
    void await() throws InterruptedException {
        if (!all.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            throw new BenchException(left.get() + " of " + jobs + " jobs did not begin");
        }
    }

    /** When the first began. */
    long first() {
        return first;
    }
}

package dev.millrace.worker.runtime.process.spawn;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What this worker has started, beside what the kernel says was started at all. Where both have grown by the same number
 * since before a program's start, nobody else has started anything, the program neither. Thread-safe.
 */
final class StartCount {
    private final LongSupplier all;
    private final AtomicLong ours = new AtomicLong();

    /** @param all processes and threads started since boot; not positive where the kernel does not say */
    StartCount(LongSupplier all) {
        this.all = all;
    }

    /**
     * Call before a program's start, while no other is being started.
     *
     * @return tells of that program, once it has ended, whether it surely never started anything
     */
    BooleanSupplier beforeStart() {
        long allBefore = all.getAsLong();
        long oursBefore = ours.get();
        return () -> {
            // Ours first: what is started in between must look like somebody else's, not hide one.
            long started = ours.get() - oursBefore;
            return allBefore > 0 && started > 0 && all.getAsLong() - allBefore == started;
        };
    }

    /** Call when it has been started, and before another one is. */
    void started() {
        ours.incrementAndGet();
    }
}

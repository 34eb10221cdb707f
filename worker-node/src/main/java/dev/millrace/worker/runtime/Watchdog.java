package dev.millrace.worker.runtime;

import java.time.Duration;

/** Ends what a worker runs in its stead when the worker is out of action, before others begin the same. Thread-safe. */
public interface Watchdog {
    /** It can be relied on as long as the lease lasts for so long: once it has heard of that, it acts before the end. */
    Duration NOTICE = Duration.ofSeconds(2);

    /**
     * Tells until when others leave this worker's jobs alone; to be told before anything is begun in reliance on it.
     *
     * @param end a time of {@link System#nanoTime()}
     */
    void leaseEndsAt(long end);

    /**
     * Whether it has ended tools at that time or later, or is about to.
     *
     * @param time one of {@link System#nanoTime()}
     */
    boolean hasActedSince(long time);
}

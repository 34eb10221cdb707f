package dev.millrace.model.jobrunr.storage;

import dev.millrace.model.job.JobState;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs of tools have ended how, counted again only after a rest. Postgres counts what there is one by one, and an
 * open dashboard asks every few seconds: however long the history, at most a twentieth of one connection's time goes into
 * counting. In a short history the rest is too short to be seen.
 */
final class EndedCounts {
    private static final int REST = 20;

    private final Supplier<Map<JobState, Long>> counting;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Counted last;

    private record Counted(Map<JobState, Long> jobs, long restsUntil) {}

    /**
     * Counts nothing yet.
     *
     * @param counting counts all jobs that have ended
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    EndedCounts(Supplier<Map<JobState, Long>> counting, LongSupplier nanoTime) {
        this.counting = counting;
        this.nanoTime = nanoTime;
    }

    long of(JobState state) {
        return all().getOrDefault(state, 0L);
    }

    /** While somebody counts, others get the counts before. */
    Map<JobState, Long> all() {
        Counted known = last;
        if (known == null) {
            lock.lock();
        } else if (isResting(known) || !lock.tryLock()) {
            return known.jobs();
        }
        try {
            Counted newest = last;
            return newest != null && isResting(newest) ? newest.jobs() : count();
        } finally {
            lock.unlock();
        }
    }

    private boolean isResting(Counted counted) {
        return nanoTime.getAsLong() - counted.restsUntil() < 0;
    }

    private Map<JobState, Long> count() {
        long start = nanoTime.getAsLong();
        Map<JobState, Long> jobs = counting.get();
        long end = nanoTime.getAsLong();
        last = new Counted(jobs, end + REST * (end - start));
        return jobs;
    }
}

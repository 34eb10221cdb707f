package dev.millrace.model.jobrunr.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.job.JobState;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndedCountsTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private long counted;
    private final EndedCounts counts = new EndedCounts(this::count, clock::get);

    /** Takes ten ticks. */
    private Map<JobState, Long> count() {
        clock.addAndGet(10);
        counted++;
        return Map.of(JobState.FAILED, counted);
    }

    @Test
    void counting_restsTwentyTimesAsLongAsItTakes() {
        assertEquals(1, counts.of(JobState.FAILED));
        assertEquals(0, counts.of(JobState.SUCCEEDED));
        clock.addAndGet(199);
        assertEquals(1, counts.of(JobState.FAILED));

        clock.addAndGet(1);

        assertEquals(2, counts.of(JobState.FAILED));
    }

    @Test
    void whoAsksWhileAnotherCounts_getsTheCountsBefore() throws InterruptedException {
        EndedCounts[] shared = new EndedCounts[1];
        long[] meanwhile = new long[1];
        shared[0] = new EndedCounts(
                () -> {
                    if (counted == 1) {
                        Thread other = new Thread(() -> meanwhile[0] = shared[0].of(JobState.FAILED));
                        other.start();
                        joined(other);
                    }
                    return count();
                },
                clock::get);
        shared[0].all();
        clock.addAndGet(200);

        assertEquals(2, shared[0].of(JobState.FAILED));
        assertEquals(1, meanwhile[0]);
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failure_isNotKept() {
        EndedCounts failing = new EndedCounts(
                () -> {
                    if (counted == 0) {
                        counted++;
                        throw new IllegalStateException("away");
                    }
                    return count();
                },
                clock::get);

        assertThrows(IllegalStateException.class, failing::all);
        assertEquals(2, failing.of(JobState.FAILED));
    }
}

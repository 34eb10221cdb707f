package dev.millrace.model.jobrunr.housekeeping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.time.Instant;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.states.SucceededState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistorySweepTest {
    private static final Duration MONTH = Duration.ofDays(30);

    private final TestQueue queue = new TestQueue();
    private final SweepStore sweeps = new SweepStore(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void sweep_isEntered_withTheRetentionOfTheLast() {
        assertFalse(sweeps.isEntered(MONTH));

        HistorySweep.enter(queue.storage, MONTH);
        assertTrue(sweeps.isEntered(MONTH));
        assertFalse(sweeps.isEntered(MONTH.plusDays(1)));

        HistorySweep.enter(queue.storage, MONTH.plusDays(1));
        assertTrue(sweeps.isEntered(MONTH.plusDays(1)));
        assertEquals(1, queue.storage.getRecurringJobs().size());
    }

    @Test
    void sweepThatHasSucceeded_isSeen_forSoLong() {
        HistorySweep.enter(queue.storage, MONTH);
        RecurringJob recurring = queue.storage.getRecurringJobs().get(0);
        queue.storage.save(recurring.toEnqueuedJob());
        assertFalse(sweeps.hasSucceededWithin(MONTH));

        Instant now = Instant.now();
        Job succeeded = new Job(recurring.getJobDetails(), new SucceededState(Duration.ZERO, Duration.ZERO));
        succeeded.setRecurringJobId(recurring.getId());
        queue.storage.save(succeeded);

        assertTrue(
                sweeps.hasSucceededWithin(Duration.between(now, Instant.now()).plusMinutes(1)));
        queue.execute("UPDATE jobrunr_jobs SET updatedAt = updatedAt - interval '1 hour'");
        assertFalse(sweeps.hasSucceededWithin(Duration.ofMinutes(30)));
    }
}

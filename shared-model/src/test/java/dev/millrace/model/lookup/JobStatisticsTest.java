package dev.millrace.model.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.lookup.JobStatistics.ToolFigures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobStatisticsTest {
    private final TestQueue queue = new TestQueue();
    private final JobStatistics statistics = new JobStatistics(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void nothing_isCountedAsNothing() {
        assertEquals(List.of(), statistics.tools());
        assertEquals(
                Map.of(
                        JobState.SCHEDULED, 0L,
                        JobState.QUEUED, 0L,
                        JobState.RUNNING, 0L,
                        JobState.SUCCEEDED, 0L,
                        JobState.FAILED, 0L,
                        JobState.CANCELLED, 0L),
                statistics.states());
    }

    @Test
    void endedJobs_areCounted() {
        queue.finish(queue.running(), TestQueue.succeeded(null));

        assertEquals(1, statistics.states().get(JobState.SUCCEEDED));
    }

    @Test
    void tools_showHowTheirRunsWent() {
        for (int seconds = 1; seconds <= 4; seconds++) {
            Job job = queue.finish(queue.running(), seconds == 4 ? TestQueue.failed(null) : TestQueue.succeeded(null));
            queue.execute(
                    "UPDATE job SET started_at = finished_at - ? * interval '1 s' WHERE id = ?", seconds, job.id());
        }
        queue.finish(queue.running(), TestQueue.cancelled());

        assertEquals(
                List.of(new ToolFigures("count", 4, 1, Duration.ofMillis(2_500), Duration.ofMillis(3_850))),
                statistics.tools());
    }

    @Test
    void tools_forgetRunsThatAreOutsideTheWindow() {
        Job job = queue.finish(queue.running(), TestQueue.succeeded(null));
        queue.execute("UPDATE job SET finished_at = now() - interval '25 hours' WHERE id = ?", job.id());

        assertEquals(List.of(), statistics.tools());
    }
}

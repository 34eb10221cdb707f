package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Jobs that are on no record. */
final class TestJobs {
    private TestJobs() {}

    static Job running() {
        Instant now = Instant.now();
        return new Job(
                UUID.randomUUID(),
                "count",
                1,
                JobState.RUNNING,
                "default",
                Priority.NORMAL,
                "{}",
                Map.of(),
                Duration.ofMinutes(5),
                3,
                1,
                0,
                now,
                now,
                now,
                now,
                null,
                UUID.randomUUID(),
                null,
                null,
                false,
                null);
    }
}

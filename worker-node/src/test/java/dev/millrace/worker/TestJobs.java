package dev.millrace.worker;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Running jobs that are on no record. */
public final class TestJobs {
    private TestJobs() {}

    public static Job running() {
        return running(1, Duration.ofMinutes(5));
    }

    /** All attempts before this one have failed. */
    public static Job running(int attempt, Duration timeout) {
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
                timeout,
                3,
                attempt,
                attempt - 1,
                now,
                now,
                now,
                now,
                null,
                UUID.randomUUID(),
                null,
                null,
                null,
                null,
                null,
                "somebody");
    }
}

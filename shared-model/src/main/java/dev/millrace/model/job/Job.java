package dev.millrace.model.job;

import dev.millrace.model.attempt.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is recorded.
 *
 * @param id UUID version 7: newer jobs have greater ids
 * @param parameters JSON text of an object, checked and with defaults filled in
 * @param timeout of one attempt
 * @param maxAttempts attempts that may fail before the job does
 * @param attempt number of the newest attempt; 0 before the first
 * @param failures attempts that count against {@code maxAttempts} so far
 * @param runAt not before this time
 * @param startedAt of the newest attempt
 * @param cancelRequestedBy who asked first to cancel it; absent when nobody did
 * @param retryOf the finished job that this one repeats
 * @param uniqueness absent where others like it may wait and run beside it
 * @param submittedBy who asked for it
 */
public record Job(
        UUID id,
        String tool,
        int toolRevision,
        JobState state,
        String queue,
        Priority priority,
        String parameters,
        Map<String, String> labels,
        Duration timeout,
        int maxAttempts,
        int attempt,
        int failures,
        Instant createdAt,
        Instant runAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable UUID worker,
        @Nullable Progress progress,
        @Nullable Failure failure,
        @Nullable String cancelRequestedBy,
        @Nullable UUID retryOf,
        @Nullable Uniqueness uniqueness,
        String submittedBy) {

    public Job {
        labels = Map.copyOf(labels);
    }

    public boolean cancelRequested() {
        return cancelRequestedBy != null;
    }
}

package dev.millrace.model.queues;

import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in one queue, and how it moves.
 *
 * @param paused whether workers leave it alone
 * @param queued jobs by priority
 * @param oldest the job that has been queued longest; absent when none is queued
 * @param in jobs that were queued within the last minute
 * @param out jobs that ended within the last minute, well or not
 * @param workers how many of those that run serve it
 */
public record QueueFigures(
        String name,
        boolean paused,
        Map<Priority, Integer> queued,
        int scheduled,
        int running,
        @Nullable Oldest oldest,
        int in,
        int out,
        int workers) {
    public QueueFigures {
        queued = Map.copyOf(queued);
    }

    /** Since when a job is queued, and for how long that is by Postgres's clock. */
    public record Oldest(Instant queuedAt, Duration age) {}
}

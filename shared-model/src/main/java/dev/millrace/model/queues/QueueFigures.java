package dev.millrace.model.queues;

import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one queue.
 *
 * @param paused whether workers claim nothing from it
 * @param queued numbers of queued jobs by priority
 * @param oldest the job that has been queued longest; null without queued jobs
 * @param in jobs that were queued within the last minute
 * @param out jobs that reached a terminal state within the last minute
 * @param workers running workers that serve the queue
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

    /** When a job was queued, and how long ago that is by Postgres's clock. */
    public record Oldest(Instant queuedAt, Duration age) {}
}

package dev.millrace.model.worker;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a worker learns each time it says that it is alive.
 *
 * @param alive false when the worker was given up for lost
 * @param queued whether jobs wait in a queue
 * @param nextDue time until the next scheduled job is due, zero or less when one is; absent when there is none
 * @param abandoned whether jobs run on workers that are gone, or workers were not seen for their lease
 * @param running jobs that are recorded as running on this worker
 * @param cancelled those of them that shall stop
 * @param programsWait whether jobs of other programs wait; false where that was not asked
 */
public record Beat(
        boolean alive,
        boolean queued,
        @Nullable Duration nextDue,
        boolean abandoned,
        List<UUID> running,
        List<UUID> cancelled,
        boolean programsWait) {
    public Beat {
        running = List.copyOf(running);
        cancelled = List.copyOf(cancelled);
    }
}

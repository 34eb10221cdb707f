package dev.millrace.model.worker;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A worker as it is recorded.
 *
 * @param slots attempts it runs at once
 * @param queues it serves; empty means all
 * @param jobs that it runs now
 */
public record Worker(
        UUID id,
        String name,
        String host,
        long pid,
        String version,
        WorkerState state,
        int slots,
        List<String> queues,
        Instant startedAt,
        Instant seenAt,
        List<UUID> jobs) {

    public Worker {
        queues = List.copyOf(queues);
        jobs = List.copyOf(jobs);
    }
}

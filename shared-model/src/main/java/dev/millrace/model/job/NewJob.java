package dev.millrace.model.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checked request for a job, ready to be stored.
 *
 * @param parameters JSON text of an object that satisfies the tool's schema
 * @param start when it may run
 * @param unique absent where others like it may wait and run beside it
 * @param submittedBy who asks for it, as the record shall name them
 */
public record NewJob(
        String tool,
        int toolRevision,
        String parameters,
        String queue,
        Priority priority,
        Start start,
        Duration timeout,
        int maxAttempts,
        Map<String, String> labels,
        @Nullable UUID retryOf,
        @Nullable UniqueKey unique,
        String submittedBy) {

    public NewJob {
        labels = Map.copyOf(labels);
    }

    /** The same, to start then. */
    public NewJob startingAt(Instant time) {
        return new NewJob(
                tool,
                toolRevision,
                parameters,
                queue,
                priority,
                new Start.At(time),
                timeout,
                maxAttempts,
                labels,
                retryOf,
                unique,
                submittedBy);
    }

    /** When a job may start; a delay counts on Postgres's clock, as every time that matters does. */
    public sealed interface Start {
        Start NOW = new After(Duration.ZERO);

        /** Not before so long after it was stored. */
        record After(Duration delay) implements Start {}

        /** Not before this time; a time that has passed means now. */
        record At(Instant time) implements Start {}
    }
}

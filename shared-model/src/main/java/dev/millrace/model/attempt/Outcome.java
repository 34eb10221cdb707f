package dev.millrace.model.attempt;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, as its worker saw it.
 *
 * @param exitCode absent when the program never started
 * @param process absent when the program never started, or nothing is known of it
 * @param retryAfter how long to wait before the next attempt, where the tool's policy finds the failure worth one
 * @param result JSON text; only of a success
 */
public record Outcome(
        AttemptState state,
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable StopReason stopReason,
        int survivors,
        @Nullable ProcessUsage process,
        @Nullable Failure failure,
        @Nullable Duration retryAfter,
        @Nullable String result,
        List<Artifact> artifacts) {

    public Outcome {
        artifacts = List.copyOf(artifacts);
    }

    /** An attempt of which nothing is known but that it is over: its worker was lost or gave it back. */
    public static Outcome without(AttemptState state, @Nullable StopReason reason) {
        return new Outcome(state, null, null, reason, 0, null, null, null, null, List.of());
    }
}

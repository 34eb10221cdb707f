package dev.millrace.drills.history;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An attempt, as the API tells it.
 *
 * @param worker the id of the worker
 * @param finishedAt absent while it runs
 * @param exitCode of the program, where it has one; 128 and the number of the signal for one that was killed
 * @param survivors processes that were alive after it; absent where nobody could look
 */
public record AttemptRecord(
        int number,
        String state,
        String worker,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Integer exitCode,
        @Nullable Integer survivors) {
    static AttemptRecord of(JsonNode attempt) {
        return new AttemptRecord(
                attempt.path("number").asInt(),
                attempt.path("state").asString(),
                attempt.path("worker").asString(""),
                Instant.parse(attempt.path("startedAt").asString()),
                attempt.path("finishedAt").asStringOpt().map(Instant::parse).orElse(null),
                number(attempt.path("exitCode")),
                number(attempt.path("survivors")));
    }

    private static @Nullable Integer number(JsonNode value) {
        return value.isNumber() ? Integer.valueOf(value.asInt()) : null;
    }

    public Optional<Integer> exit() {
        return Optional.ofNullable(exitCode);
    }
}

package dev.millrace.drills.history;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A job, as the API tells it.
 *
 * @param attempt the number of the newest attempt; 0 when none was begun
 * @param errorCode empty when there is no error
 * @param attempts as listed
 * @param events as listed
 */
public record JobRecord(
        String id,
        String state,
        int attempt,
        int maxAttempts,
        String errorCode,
        List<AttemptRecord> attempts,
        List<EventRecord> events) {
    private static final Set<String> TERMINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    static boolean isTerminal(String state) {
        return TERMINAL.contains(state);
    }

    /** @param events all of the job's, in the order of the API */
    static JobRecord of(JsonNode job, List<JsonNode> events) {
        return new JobRecord(
                job.path("id").asString(),
                job.path("state").asString(),
                job.path("attempt").asInt(),
                job.path("maxAttempts").asInt(),
                job.path("error").path("code").asString(""),
                job.path("attempts").valueStream().map(AttemptRecord::of).toList(),
                events.stream().map(EventRecord::of).toList());
    }

    public boolean hasEnded() {
        return isTerminal(state);
    }

    public List<EventRecord> steps() {
        return events.stream().filter(EventRecord::isStep).toList();
    }

    public long attemptsIn(String attemptState) {
        return attempts.stream()
                .filter(attempt -> attempt.state().equals(attemptState))
                .count();
    }
}

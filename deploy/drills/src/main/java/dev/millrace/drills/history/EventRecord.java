package dev.millrace.drills.history;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** An event of a job, as the API tells it. */
public record EventRecord(long number, String type, String state, int attempt) {
    private static final List<String> WITHIN_A_STATE = List.of("PROGRESS", "CANCEL_REQUESTED");

    static EventRecord of(JsonNode event) {
        return new EventRecord(
                event.path("number").asLong(),
                event.path("type").asString(),
                event.path("state").asString(),
                event.path("attempt").asInt());
    }

    /** Whether the job entered a state by it. */
    public boolean isStep() {
        return !WITHIN_A_STATE.contains(type);
    }

    public boolean isTerminal() {
        return JobRecord.isTerminal(type);
    }
}

package dev.millrace.standalone.client.command;

import dev.millrace.model.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A job as the API describes it. Reads what is there and asks for nothing more, so that a newer server may say more. */
public record JobDocument(JsonNode json) {
    private static final Set<String> TERMINAL = Stream.of(JobState.values())
            .filter(JobState::isTerminal)
            .map(Enum::name)
            .collect(Collectors.toSet());

    public String id() {
        return text("id");
    }

    public String state() {
        return text("state");
    }

    public boolean isOver() {
        return TERMINAL.contains(state());
    }

    /** @return empty where the job has no such value */
    public String text(String name) {
        return json.path(name).asString("");
    }

    public Optional<Instant> time(String name) {
        return time(json, name);
    }

    public static Optional<Instant> time(JsonNode json, String name) {
        String text = json.path(name).asString("");
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }

    /** How long the newest attempt took, or has taken until now; empty before it starts. */
    public Optional<Duration> length(Instant now) {
        return time("startedAt")
                .map(started -> Duration.between(started, time("finishedAt").orElse(now)));
    }

    /** {@code EXIT_CODE: The tool exited with code 3.}; empty where there is no error. */
    public String error() {
        return error(json);
    }

    public static String error(JsonNode json) {
        JsonNode error = json.path("error");
        return error.isObject()
                ? error.path("code").asString("") + ": " + error.path("message").asString("")
                : "";
    }
}

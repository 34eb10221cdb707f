package dev.millrace.api.rest.jobs;

import dev.millrace.model.config.Durations;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.json.Json;
import dev.millrace.model.json.Pointers;
import dev.millrace.model.operations.RunRequest;
import dev.millrace.model.unique.UniquenessJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the body of a request for a job; every fault is reported together. The schema goes first. A value of a wrong type is
 * read as absent, and where the schema has spoken, {@link #violate} says nothing more.
 */
public final class RunRequestReader {
    private static final int MAX_LABEL_VALUE = 255;
    private static final Duration MAX_TIMEOUT = Duration.ofDays(7);
    private static final Duration MAX_DELAY = Duration.ofDays(365);

    private final JsonNode body;
    private final List<Violation> violations;
    private final List<Violation> ofSchema;

    private RunRequestReader(JsonNode body) {
        this.body = body;
        this.ofSchema = SubmissionSchema.violations(body);
        this.violations = new ArrayList<>(ofSchema);
    }

    /** @throws MillraceException {@code INVALID_REQUEST} with everything that is wrong */
    public static RunRequest read(JsonNode body) {
        if (!body.isObject()) {
            throw new MillraceException(
                    ErrorCode.INVALID_REQUEST, "The body must be a JSON object like {\"tool\": \"build-graph\"}.");
        }
        return new RunRequestReader(body).read();
    }

    private RunRequest read() {
        String tool = text("tool");
        String priority = text("priority");
        RunRequest request = new RunRequest(
                tool == null ? "" : tool,
                body.path("parameters") instanceof ObjectNode parameters ? parameters : Json.object(),
                text("queue"),
                priority == null ? null : Priority.of(priority).orElse(null),
                start(),
                duration("timeout", Duration.ofMillis(1), MAX_TIMEOUT),
                maxAttempts(),
                labels(),
                unique());
        if (!violations.isEmpty()) {
            throw RunRequest.refusal(violations);
        }
        return request;
    }

    private NewJob.Start start() {
        Instant runAt = runAt();
        Duration delay = duration("delay", Duration.ZERO, MAX_DELAY);
        if (body.has("runAt") && body.has("delay")) {
            violations.add(new Violation("/delay", "cannot be given together with runAt"));
        }
        if (runAt != null) {
            return new NewJob.Start.At(runAt);
        }
        return delay == null ? NewJob.Start.NOW : new NewJob.Start.After(delay);
    }

    private @Nullable Instant runAt() {
        String text = text("runAt");
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(Instant.now().plus(MAX_DELAY))) {
                violate("/runAt", "must be within " + MAX_DELAY.toDays() + " days from now");
            }
            return time;
        } catch (DateTimeException e) {
            violate("/runAt", "must be a time like 2030-01-31T18:00:00Z");
            return null;
        }
    }

    private @Nullable Duration duration(String key, Duration min, Duration max) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Durations.parse(text);
            if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                violate("/" + key, "must be from " + Durations.format(min) + " to " + Durations.format(max));
            }
            return duration;
        } catch (IllegalArgumentException e) {
            violate("/" + key, "is " + e.getMessage());
            return null;
        }
    }

    private @Nullable Integer maxAttempts() {
        JsonNode node = body.path("maxAttempts");
        if (node.isInt()) {
            return node.intValue();
        }
        // 2.0 is an integer to a schema.
        if (!node.isMissingNode()) {
            violate("/maxAttempts", "must be a whole number from 1 to 100");
        }
        return null;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label : body.path("labels").properties()) {
            String value = label.getValue().isString() ? label.getValue().stringValue() : "";
            // A schema counts a character outside of the basic plane once.
            if (value.length() > MAX_LABEL_VALUE) {
                violate(
                        Pointers.child("/labels", label.getKey()),
                        "must be a text of at most " + MAX_LABEL_VALUE + " characters");
            }
            labels.put(label.getKey(), value);
        }
        return labels;
    }

    private @Nullable Uniqueness unique() {
        if (!body.has("unique")) {
            return null;
        }
        List<Violation> found = new ArrayList<>();
        Uniqueness rule = UniquenessJson.read(body.path("unique"), "/unique", found);
        found.forEach(violation -> violate(violation.pointer(), violation.message()));
        return rule;
    }

    private @Nullable String text(String key) {
        JsonNode node = body.path(key);
        return node.isString() ? node.stringValue() : null;
    }

    /** Where the schema has spoken, that is enough. */
    private void violate(String pointer, String message) {
        if (ofSchema.stream().noneMatch(violation -> violation.pointer().equals(pointer))) {
            violations.add(new Violation(pointer, message));
        }
    }
}

package dev.millrace.api.rest.jobs;

import dev.millrace.model.config.Durations;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.QueueName;
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
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of a request for a job; every fault of it is reported together. */
public final class RunRequestReader {
    private static final Set<String> KEYS = Set.of(
            "tool", "parameters", "queue", "priority", "runAt", "delay", "timeout", "maxAttempts", "labels", "unique");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._/-]{1,63}");
    private static final int MAX_LABELS = 32;
    private static final int MAX_LABEL_VALUE = 255;
    private static final int MAX_ATTEMPTS = 100;
    private static final Duration MAX_TIMEOUT = Duration.ofDays(7);
    private static final Duration MAX_DELAY = Duration.ofDays(365);

    private final JsonNode body;
    private final List<Violation> violations = new ArrayList<>();

    private RunRequestReader(JsonNode body) {
        this.body = body;
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
        for (String key : body.propertyNames()) {
            if (!KEYS.contains(key)) {
                violate(
                        Pointers.child("", key),
                        "is not known here; known are "
                                + String.join(", ", KEYS.stream().sorted().toList()));
            }
        }
        String tool = text("tool");
        if (tool == null && !body.has("tool")) {
            violate("/tool", "is missing: the name of the tool to run");
        }
        RunRequest request = new RunRequest(
                tool == null ? "" : tool,
                parameters(),
                parsed("queue", RunRequestReader::queue),
                parsed("priority", RunRequestReader::priority),
                start(),
                parsed("timeout", text -> duration(text, Duration.ofMillis(1), MAX_TIMEOUT)),
                maxAttempts(),
                labels(),
                body.has("unique") ? UniquenessJson.read(body.path("unique"), "/unique", violations) : null);
        if (!violations.isEmpty()) {
            throw RunRequest.refusal(violations);
        }
        return request;
    }

    private ObjectNode parameters() {
        JsonNode parameters = body.path("parameters");
        if (parameters instanceof ObjectNode object) {
            return object;
        }
        if (!parameters.isMissingNode()) {
            violate("/parameters", "must be an object");
        }
        return Json.object();
    }

    private NewJob.Start start() {
        Instant runAt = parsed("runAt", RunRequestReader::time);
        Duration delay = parsed("delay", text -> duration(text, Duration.ZERO, MAX_DELAY));
        if (body.has("runAt") && body.has("delay")) {
            violate("/delay", "cannot be given together with runAt");
        }
        if (runAt != null) {
            return new NewJob.Start.At(runAt);
        }
        return delay == null ? NewJob.Start.NOW : new NewJob.Start.After(delay);
    }

    private @Nullable Integer maxAttempts() {
        JsonNode node = body.path("maxAttempts");
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < 1 || node.asInt() > MAX_ATTEMPTS) {
            violate("/maxAttempts", "must be a whole number from 1 to " + MAX_ATTEMPTS);
            return null;
        }
        return node.asInt();
    }

    private Map<String, String> labels() {
        JsonNode node = body.path("labels");
        Map<String, String> labels = new LinkedHashMap<>();
        if (node.isMissingNode()) {
            return labels;
        }
        if (!node.isObject() || node.size() > MAX_LABELS) {
            violate("/labels", "must be an object of at most " + MAX_LABELS + " texts");
            return labels;
        }
        for (Map.Entry<String, JsonNode> label : node.properties()) {
            String value = label.getValue().isString() ? label.getValue().stringValue() : null;
            if (!LABEL.matcher(label.getKey()).matches()) {
                violate(
                        Pointers.child("/labels", label.getKey()),
                        "has a name that is not of the form " + LABEL.pattern());
            } else if (value == null || value.length() > MAX_LABEL_VALUE) {
                violate(
                        Pointers.child("/labels", label.getKey()),
                        "must be a text of at most " + MAX_LABEL_VALUE + " characters");
            } else {
                labels.put(label.getKey(), value);
            }
        }
        return labels;
    }

    private @Nullable String text(String key) {
        JsonNode node = body.path(key);
        if (node.isMissingNode()) {
            return null;
        }
        if (!node.isString()) {
            violate("/" + key, "must be a text");
            return null;
        }
        return node.stringValue();
    }

    private <T> @Nullable T parsed(String key, Function<String, T> parse) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            violate("/" + key, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String queue(String text) {
        if (!QueueName.isValid(text)) {
            throw new IllegalArgumentException("must be of the form " + QueueName.FORM.pattern());
        }
        return text;
    }

    private static Priority priority(String text) {
        return Priority.of(text)
                .orElseThrow(() -> new IllegalArgumentException("must be critical, high, normal or low"));
    }

    private static Duration duration(String text, Duration min, Duration max) {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "must be from " + Durations.format(min) + " to " + Durations.format(max));
        }
        return duration;
    }

    private static Instant time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(Instant.now().plus(MAX_DELAY))) {
                throw new IllegalArgumentException("must be within " + MAX_DELAY.toDays() + " days from now");
            }
            return time;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time like 2030-01-31T18:00:00Z", e);
        }
    }

    private void violate(String pointer, String message) {
        violations.add(new Violation(pointer, message));
    }
}

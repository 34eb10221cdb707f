package dev.millrace.model.journal;

import dev.millrace.model.attempt.Failure;
import dev.millrace.model.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data of an event, as JSON. */
public final class EventData {
    private EventData() {}

    /** Data with the failure that led to the job's state; empty without one. */
    public static String of(@Nullable Failure failure) {
        return failure == null ? "{}" : of(failure, Map.of());
    }

    public static String of(Failure failure, Map<String, String> more) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("error", Map.of("code", failure.code().name(), "message", failure.message()));
        data.putAll(more);
        return Json.write(data);
    }
}

package dev.millrace.model.lookup;

import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads attempts from the JSON into which Postgres aggregates their rows, in one column of the job's row. */
final class AttemptJson {
    private AttemptJson() {}

    /** @param rows the JSON of {@code json_agg}; null without rows */
    static List<Attempt> list(@Nullable String rows) {
        return rows == null
                ? List.of()
                : Json.mapper()
                        .readTree(rows)
                        .valueStream()
                        .map(AttemptJson::attempt)
                        .toList();
    }

    private static Attempt attempt(JsonNode row) {
        String stopReason = text(row, "stop_reason");
        return new Attempt(
                row.get("number").intValue(),
                AttemptState.valueOf(row.get("state").stringValue()),
                UUID.fromString(row.get("worker_id").stringValue()),
                text(row, "host"),
                time(row.get("started_at").stringValue()),
                row.get("finished_at").isNull()
                        ? null
                        : time(row.get("finished_at").stringValue()),
                integer(row, "exit_code"),
                text(row, "signal"),
                stopReason == null ? null : StopReason.valueOf(stopReason),
                text(row, "stopped_by"),
                integer(row, "survivors"),
                process(row),
                failure(row));
    }

    private static @Nullable ProcessUsage process(JsonNode row) {
        Long cpuTime = number(row, "cpu_time_ms");
        return row.get("pid").isNull()
                ? null
                : new ProcessUsage(
                        row.get("pid").longValue(),
                        cpuTime == null ? null : Duration.ofMillis(cpuTime),
                        number(row, "peak_memory"),
                        row.get("output_bytes").longValue());
    }

    private static @Nullable Failure failure(JsonNode row) {
        String code = text(row, "error_code");
        return code == null
                ? null
                : new Failure(
                        FailureCode.valueOf(code), row.get("error_message").stringValue());
    }

    /** @param text a time with the offset of the session's time zone */
    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static @Nullable String text(JsonNode row, String column) {
        return row.get(column).isNull() ? null : row.get(column).stringValue();
    }

    private static @Nullable Long number(JsonNode row, String column) {
        return row.get(column).isNull() ? null : row.get(column).longValue();
    }

    private static @Nullable Integer integer(JsonNode row, String column) {
        return row.get(column).isNull() ? null : row.get(column).intValue();
    }
}

package dev.millrace.model.lookup;

import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.db.RowTime;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.json.Json;
import dev.millrace.model.unique.UniquenessJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a job from a row of {@code job}. */
public final class JobRow {
    static final String COLUMNS_BESIDES_PARAMETERS = """
            id, tool, tool_revision, state, queue, priority, labels, timeout_ms, max_attempts, attempt, failures,
            created_at, run_at, queued_at, started_at, finished_at, worker_id, progress, progress_message, error_code,
            error_message, cancel_requested_at, cancel_requested_by, retry_of, uniqueness, submitted_by""";

    /** The columns that {@link #map} reads. */
    public static final String COLUMNS = COLUMNS_BESIDES_PARAMETERS + ", parameters";

    private JobRow() {}

    public static Job map(ResultSet row, StatementContext context) throws SQLException {
        return new Job(
                row.getObject("id", UUID.class),
                row.getString("tool"),
                row.getInt("tool_revision"),
                JobState.valueOf(row.getString("state")),
                row.getString("queue"),
                Priority.ofRank(row.getInt("priority")),
                row.getString("parameters"),
                labels(row.getString("labels")),
                Duration.ofMillis(row.getLong("timeout_ms")),
                row.getInt("max_attempts"),
                row.getInt("attempt"),
                row.getInt("failures"),
                RowTime.of(row, "created_at"),
                RowTime.of(row, "run_at"),
                RowTime.orNull(row, "queued_at"),
                RowTime.orNull(row, "started_at"),
                RowTime.orNull(row, "finished_at"),
                row.getObject("worker_id", UUID.class),
                progress(row),
                failure(row),
                cancelRequestedBy(row),
                row.getObject("retry_of", UUID.class),
                uniqueness(row.getString("uniqueness")),
                row.getString("submitted_by"));
    }

    private static @Nullable Failure failure(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null ? null : new Failure(FailureCode.valueOf(code), row.getString("error_message"));
    }

    private static @Nullable Progress progress(ResultSet row) throws SQLException {
        int percent = row.getInt("progress");
        return row.wasNull() ? null : new Progress(percent, row.getString("progress_message"));
    }

    /** Jobs that were cancelled before names were stored have a time and no name. */
    private static @Nullable String cancelRequestedBy(ResultSet row) throws SQLException {
        String by = row.getString("cancel_requested_by");
        return by == null && row.getObject("cancel_requested_at") != null ? "unknown" : by;
    }

    private static @Nullable Uniqueness uniqueness(@Nullable String json) {
        return json == null ? null : UniquenessJson.readStored(json);
    }

    private static Map<String, String> labels(String json) {
        if (json.equals("{}")) {
            return Map.of();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label : Json.mapper().readTree(json).properties()) {
            labels.put(label.getKey(), label.getValue().stringValue());
        }
        return labels;
    }
}

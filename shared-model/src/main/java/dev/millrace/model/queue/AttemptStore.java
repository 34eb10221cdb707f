package dev.millrace.model.queue;

import dev.millrace.model.job.Artifact;
import dev.millrace.model.job.Attempt;
import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.StopReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The statements on {@code attempt} and on what an attempt leaves: its result and artifacts. */
final class AttemptStore {
    private AttemptStore() {}

    static void finish(Handle handle, Job job, Outcome outcome) {
        handle.createUpdate("""
                        UPDATE attempt SET state = :state, finished_at = now(), exit_code = :exitCode, signal = :signal,
                               stop_reason = :stopReason, survivors = :survivors,
                               error_code = :errorCode, error_message = :errorMessage
                        WHERE job_id = :job AND number = :number AND state = 'RUNNING'
                        """)
                .bind("state", outcome.state().name())
                .bind("exitCode", outcome.exitCode())
                .bind("signal", outcome.signal())
                .bind(
                        "stopReason",
                        outcome.stopReason() == null
                                ? null
                                : outcome.stopReason().name())
                .bind("survivors", outcome.survivors())
                .bind(
                        "errorCode",
                        outcome.failure() == null
                                ? null
                                : outcome.failure().code().name())
                .bind(
                        "errorMessage",
                        outcome.failure() == null ? null : outcome.failure().message())
                .bind("job", job.id())
                .bind("number", job.attempt())
                .execute();
    }

    static void saveResult(Handle handle, UUID job, String result) {
        handle.createUpdate("INSERT INTO job_result (job_id, result) VALUES (:job, :result::json)")
                .bind("job", job)
                .bind("result", result)
                .execute();
    }

    static void saveArtifacts(Handle handle, UUID job, List<Artifact> artifacts) {
        PreparedBatch inserts = handle.prepareBatch("""
                INSERT INTO artifact (job_id, attempt, name, bytes, media_type, sha256)
                VALUES (:job, :attempt, :name, :bytes, :mediaType, :sha256)
                """);
        for (Artifact artifact : artifacts) {
            inserts.bind("job", job)
                    .bind("attempt", artifact.attempt())
                    .bind("name", artifact.name())
                    .bind("bytes", artifact.bytes())
                    .bind("mediaType", artifact.mediaType())
                    .bind("sha256", artifact.sha256())
                    .add();
        }
        inserts.execute();
    }

    static int losses(Handle handle, UUID job) {
        return handle.createQuery("SELECT count(*) FROM attempt WHERE job_id = :job AND state = 'LOST'")
                .bind("job", job)
                .mapTo(Integer.class)
                .one();
    }

    static List<Attempt> ofJob(Handle handle, UUID job) {
        return handle.createQuery("SELECT * FROM attempt WHERE job_id = :job ORDER BY number")
                .bind("job", job)
                .map(AttemptStore::map)
                .list();
    }

    static List<Artifact> artifacts(Handle handle, UUID job) {
        return handle.createQuery("SELECT * FROM artifact WHERE job_id = :job ORDER BY attempt, name")
                .bind("job", job)
                .map((row, context) -> new Artifact(
                        row.getInt("attempt"),
                        row.getString("name"),
                        row.getLong("bytes"),
                        row.getString("media_type"),
                        row.getString("sha256")))
                .list();
    }

    private static Attempt map(ResultSet row, StatementContext context) throws SQLException {
        String stopReason = row.getString("stop_reason");
        return new Attempt(
                row.getInt("number"),
                AttemptState.valueOf(row.getString("state")),
                row.getObject("worker_id", UUID.class),
                JobRow.time(row, "started_at"),
                JobRow.timeOrNull(row, "finished_at"),
                intOrNull(row, "exit_code"),
                row.getString("signal"),
                stopReason == null ? null : StopReason.valueOf(stopReason),
                intOrNull(row, "survivors"),
                JobRow.failure(row));
    }

    private static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.Artifact;
import dev.millrace.model.job.Attempt;
import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.StopReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The attempts of a job, and the artifacts they leave. */
final class AttemptStore {
    private AttemptStore() {}

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

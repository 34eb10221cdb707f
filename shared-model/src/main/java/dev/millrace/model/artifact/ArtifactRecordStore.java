package dev.millrace.model.artifact;

import dev.millrace.model.attempt.Artifact;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The artifacts that attempts leave. */
public final class ArtifactRecordStore {
    private ArtifactRecordStore() {}

    public static void save(Handle handle, UUID job, List<Artifact> artifacts) {
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

    public static List<Artifact> of(Handle handle, UUID job) {
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
}

package dev.millrace.model.lookup;

import dev.millrace.model.artifact.ArtifactRecordStore;
import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.db.GroupCommit;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobWithAttempts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Reads jobs, their results and their artifacts; changes nothing. */
public final class JobReader {
    /**
     * Looks for each id by itself, so only in the slice of that id. A running attempt has no row: it is made from the
     * job.
     */
    private static final String WITH_ATTEMPTS = """
            SELECT job.*, (
                SELECT json_agg(tried ORDER BY number)
                FROM (SELECT attempt.* FROM attempt WHERE job_id = job.id
                      UNION ALL
                      SELECT (jsonb_populate_record(NULL::attempt, jsonb_build_object(
                          'job_id', job.id, 'number', job.attempt, 'worker_id', job.worker_id,
                          'state', 'RUNNING', 'started_at', job.started_at,
                          'host', (SELECT host FROM worker WHERE id = job.worker_id)))).*
                      WHERE job.state = 'RUNNING') AS tried) AS attempts
            FROM unnest(:ids) AS wanted (id) CROSS JOIN LATERAL (SELECT * FROM job WHERE id = wanted.id OFFSET 0) AS job
            """;

    private static final int BATCH_SIZE = 100;
    private static final int READS_AT_ONCE = 2;

    private final GroupCommit<UUID, Optional<JobWithAttempts>> reads =
            new GroupCommit<>(BATCH_SIZE, READS_AT_ONCE, this::findAll);

    private final Jdbi jdbi;

    public JobReader(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<Job> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM job WHERE id = :id")
                .bind("id", id)
                .map(JobRow::map)
                .findOne());
    }

    /** @throws MillraceException {@code NOT_FOUND} */
    public Job get(UUID id) {
        return find(id).orElseThrow(() -> notFound(id));
    }

    /**
     * The job and its attempts, both as of one moment after the call began.
     *
     * @throws MillraceException {@code NOT_FOUND}
     */
    public JobWithAttempts withAttempts(UUID id) {
        return reads.run(id).orElseThrow(() -> notFound(id));
    }

    private List<Optional<JobWithAttempts>> findAll(List<UUID> ids) {
        Map<UUID, JobWithAttempts> found = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(WITH_ATTEMPTS)
                .bindArray("ids", UUID.class, ids)
                .map((row, context) ->
                        new JobWithAttempts(JobRow.map(row, context), AttemptJson.list(row.getString("attempts"))))
                .forEach(job -> found.put(job.job().id(), job)));
        return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
    }

    /** The error for a job that does not exist. */
    public static MillraceException notFound(UUID id) {
        return new MillraceException(ErrorCode.NOT_FOUND, "There is no job " + id + ".");
    }

    /** The artifacts of all attempts of the job. */
    public List<Artifact> artifacts(UUID job) {
        return jdbi.withHandle(handle -> ArtifactRecordStore.of(handle, job));
    }

    /** The result of a job that succeeded and returned one, as JSON text. */
    public Optional<String> result(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT result FROM job_result WHERE job_id = :job")
                .bind("job", job)
                .mapTo(String.class)
                .findOne());
    }
}

package dev.millrace.model.jobrunr.page;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.db.RowTime;
import dev.millrace.model.job.Job;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Reads the attempts of one job for its page. */
final class AttemptStore {
    /** The newest attempts, of a job that may have had a hundred. */
    static final int SHOWN = 20;

    private static final String NEWEST = """
            SELECT * FROM (
                SELECT number, worker_id, state, started_at, finished_at, error_code, error_message, exit_code,
                       coalesce((SELECT name FROM worker WHERE id = worker_id), host, '') AS worker
                FROM attempt WHERE job_id = :job
                UNION ALL
                SELECT job.attempt, job.worker_id, 'RUNNING', job.started_at, NULL, NULL, NULL, NULL,
                       coalesce((SELECT name FROM worker WHERE id = job.worker_id), '')
                FROM job WHERE id = :job AND state = 'RUNNING') AS tried
            ORDER BY number DESC LIMIT :shown
            """;

    private final Jdbi jdbi;

    AttemptStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An attempt, as far as JobRunr has a place for it.
     *
     * @param worker name of the worker, or of its host where the worker is long gone
     */
    record Tried(
            int number,
            UUID workerId,
            String worker,
            AttemptState state,
            Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Failure failure,
            @Nullable Integer exitCode) {}

    /** Newest first; one that runs is among them. */
    List<Tried> newest(Job job) {
        return jdbi.withHandle(handle -> handle.createQuery(NEWEST)
                .bind("job", job.id())
                .bind("shown", SHOWN)
                .map(AttemptStore::map)
                .list());
    }

    /** What JobRunr takes for the version of the job's row. */
    int version(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT jobrunr_version(job) FROM job WHERE id = :id")
                .bind("id", job)
                .mapTo(Integer.class)
                .one());
    }

    private static Tried map(ResultSet row, StatementContext context) throws SQLException {
        String code = row.getString("error_code");
        return new Tried(
                row.getInt("number"),
                row.getObject("worker_id", UUID.class),
                row.getString("worker"),
                AttemptState.valueOf(row.getString("state")),
                RowTime.of(row, "started_at"),
                RowTime.orNull(row, "finished_at"),
                code == null ? null : new Failure(FailureCode.valueOf(code), row.getString("error_message")),
                row.getObject("exit_code", Integer.class));
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.Failure;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Progress;
import dev.millrace.model.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The statements that change a job while nothing runs of it, or that leave what runs alone; each appends its event. */
final class JobStore {
    private static final Failure CANCELLED = new Failure(FailureCode.CANCELLED, "Cancelled before it started.");

    private static final String INSERT = """
            WITH changed AS (
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, labels, timeout_ms,
                                 max_attempts, run_at, queued_at, retry_of)
                VALUES (:id, :tool, :revision, :state, :queue, :priority, :parameters::json, :labels::jsonb, :timeout,
                        :maxAttempts, coalesce(:runAt, now()), CASE WHEN :state = 'QUEUED' THEN now() END, :retryOf::uuid)
                RETURNING *),
            jobrunr AS (
            """ + JobRunrRow.STORE + ")" + ChangedJob.andItsEvent("state", "'{}'");

    private static final String ENQUEUE = """
            WITH changed AS (
                UPDATE job SET state = 'QUEUED', queued_at = now()
                WHERE id = ANY (:ids) AND state = 'SCHEDULED' RETURNING *),
            jobrunr AS (
            """ + JobRunrRow.STORE + ")" + ChangedJob.andItsEvent("state", "'{}'");

    private static final String CANCEL_WAITING =
            """
            WITH changed AS (
                UPDATE job SET state = 'CANCELLED', finished_at = now(), cancel_requested_at = now(),
                               error_code = :errorCode, error_message = :errorMessage
                WHERE id = ANY (:ids) AND state IN ('SCHEDULED', 'QUEUED') RETURNING *),
            jobrunr AS (
            """ + JobRunrRow.STORE + ")" + ChangedJob.andItsEvent("state", ":data");

    private static final String REQUEST_CANCEL = """
            WITH changed AS (
                UPDATE job SET cancel_requested_at = now()
                WHERE id = :id AND state = 'RUNNING' AND cancel_requested_at IS NULL RETURNING *)
            """ + ChangedJob.andItsEvent("'CANCEL_REQUESTED'", "'{}'");

    private static final String PROGRESS = """
            WITH changed AS (
                UPDATE job SET progress = :percent, progress_message = :message
                WHERE id = :id AND state = 'RUNNING' AND attempt = :attempt RETURNING *)
            """ + ChangedJob.andItsEvent("'PROGRESS'", ":data");

    private JobStore() {}

    /** The time that counts. */
    static Instant now(Handle handle) {
        return handle.createQuery("SELECT now()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    /** @param runAt absent for a job that is queued at once */
    static ChangedJob insert(Handle handle, NewJob job, @Nullable Instant runAt, JobRunrRow row) {
        return JobRunrRow.bind(handle.createQuery(INSERT), List.of(row))
                .bind("id", row.id())
                .bind("tool", job.tool())
                .bind("revision", job.toolRevision())
                .bind("state", runAt == null ? JobState.QUEUED.name() : JobState.SCHEDULED.name())
                .bind("queue", job.queue())
                .bind("priority", job.priority().rank())
                .bind("parameters", job.parameters())
                .bind("labels", Json.write(job.labels()))
                .bind("timeout", job.timeout().toMillis())
                .bind("maxAttempts", job.maxAttempts())
                .bindByType("runAt", runAt == null ? null : runAt.atOffset(ZoneOffset.UTC), OffsetDateTime.class)
                .bind("retryOf", job.retryOf())
                .map(ChangedJob::map)
                .one();
    }

    /** Reads a job and locks it until the transaction ends. */
    static Optional<LockedJob> lock(Handle handle, UUID id) {
        return handle.createQuery("SELECT " + LockedJob.COLUMNS + " FROM job WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(LockedJob::map)
                .findOne();
    }

    /** Jobs whose time has come, locked. */
    static List<LockedJob> lockDue(Handle handle, int limit) {
        return handle.createQuery("SELECT " + LockedJob.COLUMNS + """
                         FROM job WHERE state = 'SCHEDULED' AND run_at <= now()
                        ORDER BY run_at LIMIT :limit FOR UPDATE SKIP LOCKED
                        """)
                .bind("limit", limit)
                .map(LockedJob::map)
                .list();
    }

    /** @param rows of the jobs, which this transaction has locked */
    static List<ChangedJob> enqueue(Handle handle, List<JobRunrRow> rows) {
        return JobRunrRow.bind(handle.createQuery(ENQUEUE), rows)
                .bindArray("ids", UUID.class, rows.stream().map(JobRunrRow::id).toArray())
                .map(ChangedJob::map)
                .list();
    }

    /** @param rows of the jobs, which this transaction has locked */
    static List<ChangedJob> cancelWaiting(Handle handle, List<JobRunrRow> rows) {
        return JobRunrRow.bind(handle.createQuery(CANCEL_WAITING), rows)
                .bindArray("ids", UUID.class, rows.stream().map(JobRunrRow::id).toArray())
                .bind("errorCode", CANCELLED.code().name())
                .bind("errorMessage", CANCELLED.message())
                .bind("data", Changes.data(CANCELLED))
                .map(ChangedJob::map)
                .list();
    }

    static ChangedJob requestCancel(Handle handle, Job job) {
        return handle.createQuery(REQUEST_CANCEL)
                .bind("id", job.id())
                .map(ChangedJob::map)
                .one();
    }

    static Optional<ChangedJob> progress(Handle handle, UUID id, int attempt, Progress progress, String data) {
        return handle.createQuery(PROGRESS)
                .bind("percent", progress.percent())
                .bind("message", progress.message())
                .bind("id", id)
                .bind("attempt", attempt)
                .bind("data", data)
                .map(ChangedJob::map)
                .findOne();
    }
}

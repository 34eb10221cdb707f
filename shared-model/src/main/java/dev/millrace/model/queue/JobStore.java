package dev.millrace.model.queue;

import dev.millrace.model.job.Failure;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.UniqueKey;
import dev.millrace.model.json.Json;
import dev.millrace.model.unique.UniquenessJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements that change a job while nothing runs of it, or that leave what runs alone; each appends its event. */
final class JobStore {
    private static final Failure CANCELLED = new Failure(FailureCode.CANCELLED, "Cancelled before it started.");

    /** Who asked for a cancel, in the data of the event that tells of it. */
    private static final String REQUESTED_BY = "requestedBy";

    private static final String WAITING = StateSql.ofKnown(JobState.SCHEDULED, JobState.QUEUED);

    private static final String RUNNING = StateSql.ofKnown(JobState.RUNNING);

    private static final String INSERTED = """
            WITH changed AS (
                INSERT INTO job (id, tool, tool_revision, queue, priority, parameters, labels, timeout_ms, max_attempts,
                                 retry_of, uniqueness, run_at, state, queued_at)
                SELECT id, tool, revision, queue, priority, parameters::json, labels::jsonb, timeout, max_attempts,
                       retry_of, uniqueness::json, coalesce(run_at::timestamptz, now()),
                       CASE WHEN run_at IS NULL THEN 'QUEUED' ELSE 'SCHEDULED' END,
                       CASE WHEN run_at IS NULL THEN now() END
                FROM unnest(:ids, :tools, :revisions, :queues, :priorities, :parameters, :labels, :timeouts,
                            :maxAttempts, :retriesOf, :uniquenesses, :runAts)
                AS given (id, tool, revision, queue, priority, parameters, labels, timeout, max_attempts, retry_of,
                          uniqueness, run_at)
                RETURNING *)
            """;

    private static final String INSERT = INSERTED + ChangedJob.andItsEvent("state", "'{}'");

    private static final String INSERT_QUIETLY = INSERTED + " SELECT count(*) FROM changed";

    private static final String TELL = "WITH changed AS (SELECT * FROM job WHERE id = ANY (:ids) AND " + WAITING + ")"
            + ChangedJob.andItsEvent("state", "'{}'");

    private static final String ENQUEUE_DUE =
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM job WHERE state = 'SCHEDULED' AND run_at <= now()
                ORDER BY run_at LIMIT :limit FOR UPDATE SKIP LOCKED),
            changed AS (
                UPDATE job SET state = 'QUEUED', queued_at = now()
                WHERE id = ANY (ARRAY(SELECT id FROM due)) AND %s RETURNING *)
            """.formatted(StateSql.ofKnown(JobState.SCHEDULED)) + ChangedJob.andItsEvent("state", "'{}'");

    private static final String CANCEL_WAITING = """
            WITH changed AS (
                UPDATE job SET state = 'CANCELLED', finished_at = now(), cancel_requested_at = now(),
                               cancel_requested_by = :requestedBy,
                               error_code = :errorCode, error_message = :errorMessage
                WHERE id = ANY (:ids) AND %s RETURNING *)
            """.formatted(WAITING) + ChangedJob.andItsEvent("state", ":data");

    private static final String REQUEST_CANCEL =
            """
            WITH changed AS (
                UPDATE job SET cancel_requested_at = now(), cancel_requested_by = :requestedBy
                WHERE id = ANY (:ids) AND %s AND cancel_requested_at IS NULL RETURNING *)
            """.formatted(RUNNING) + ChangedJob.andItsEvent("'CANCEL_REQUESTED'", ":data");

    private static final String PROGRESS = """
            WITH changed AS (
                UPDATE job SET progress = :percent, progress_message = :message
                WHERE id = :id AND %s AND attempt = :attempt RETURNING *)
            """.formatted(RUNNING) + ChangedJob.andItsEvent("'PROGRESS'", ":data");

    private JobStore() {}

    /**
     * A job to be stored.
     *
     * @param runAt absent for a job that is queued at once
     */
    record Insertion(UUID id, NewJob job, @Nullable Instant runAt) {}

    static List<ChangedJob> insert(Handle handle, List<Insertion> jobs) {
        return bind(handle.createQuery(INSERT), jobs).map(ChangedJob::map).list();
    }

    /** Without their events, which {@link #tell} appends later in the same transaction. */
    static void insertQuietly(Handle handle, List<Insertion> jobs) {
        bind(handle.createQuery(INSERT_QUIETLY), jobs).mapTo(Integer.class).one();
    }

    /** Appends the first events of jobs that this transaction has stored. */
    static List<ChangedJob> tell(Handle handle, List<UUID> jobs) {
        return handle.createQuery(TELL)
                .bindArray("ids", UUID.class, jobs)
                .map(ChangedJob::map)
                .list();
    }

    private static Query bind(Query insert, List<Insertion> jobs) {
        new UnnestBinder<>(insert, jobs)
                .uuids("ids", Insertion::id)
                .texts("tools", inserted -> inserted.job().tool())
                .integers("revisions", inserted -> inserted.job().toolRevision())
                .texts("queues", inserted -> inserted.job().queue())
                .integers("priorities", inserted -> inserted.job().priority().rank())
                .texts("parameters", inserted -> inserted.job().parameters())
                .texts("labels", inserted -> Json.write(inserted.job().labels()))
                .longs("timeouts", inserted -> inserted.job().timeout().toMillis())
                .integers("maxAttempts", inserted -> inserted.job().maxAttempts())
                .uuids("retriesOf", inserted -> inserted.job().retryOf())
                .texts("uniquenesses", inserted -> uniqueness(inserted.job().unique()))
                .times("runAts", Insertion::runAt);
        return insert;
    }

    private static @Nullable String uniqueness(@Nullable UniqueKey unique) {
        return unique == null ? null : Json.write(UniquenessJson.write(unique.rule()));
    }

    static List<Job> read(Handle handle, List<UUID> ids) {
        return handle.createQuery("SELECT * FROM job WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .map(JobRow::map)
                .list();
    }

    /** Reads a job and locks it until the transaction ends. */
    static Optional<Job> lock(Handle handle, UUID id) {
        return handle.createQuery("SELECT * FROM job WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(JobRow::map)
                .findOne();
    }

    /** Reads jobs and locks them until the transaction ends. */
    static List<Job> lock(Handle handle, List<UUID> ids) {
        return handle.createQuery("SELECT * FROM job WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                .bindArray("ids", UUID.class, ids)
                .map(JobRow::map)
                .list();
    }

    /** Queues jobs whose time has come, those first that have waited longest for it. */
    static List<ChangedJob> enqueueDue(Handle handle, int limit) {
        return handle.createQuery(ENQUEUE_DUE)
                .bind("limit", limit)
                .map(ChangedJob::map)
                .list();
    }

    /** Leaves out jobs that do not wait. */
    static List<ChangedJob> cancelWaiting(Handle handle, List<UUID> jobs, String requestedBy) {
        return handle.createQuery(CANCEL_WAITING)
                .bindArray("ids", UUID.class, jobs)
                .bind("errorCode", CANCELLED.code().name())
                .bind("errorMessage", CANCELLED.message())
                .bind("requestedBy", requestedBy)
                .bind("data", Transactions.data(CANCELLED, Map.of(REQUESTED_BY, requestedBy)))
                .map(ChangedJob::map)
                .list();
    }

    /** Leaves out jobs that do not run, and those of which it was requested before. */
    static List<ChangedJob> requestCancel(Handle handle, List<UUID> jobs, String requestedBy) {
        return handle.createQuery(REQUEST_CANCEL)
                .bindArray("ids", UUID.class, jobs)
                .bind("requestedBy", requestedBy)
                .bind("data", Json.write(Map.of(REQUESTED_BY, requestedBy)))
                .map(ChangedJob::map)
                .list();
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

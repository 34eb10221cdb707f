package dev.millrace.model.queue;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.Settlement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statements that change {@code job}. Each is guarded by the state and attempt it starts from. */
final class JobStore {
    private JobStore() {}

    static Job insert(Handle handle, UUID id, NewJob job, String labels) {
        Query insert = handle.createQuery("""
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, labels, timeout_ms,
                                 max_attempts, run_at, queued_at, retry_of)
                SELECT :id, :tool, :revision,
                       CASE WHEN start.run_at > now() THEN 'SCHEDULED' ELSE 'QUEUED' END,
                       :queue, :priority, :parameters::json, :labels::jsonb, :timeout, :maxAttempts, start.run_at,
                       CASE WHEN start.run_at > now() THEN NULL ELSE now() END, :retryOf::uuid
                FROM (SELECT greatest(now(), coalesce(:at, now() + :delay * interval '1 ms')) AS run_at) AS start
                RETURNING *
                """);
        bindStart(insert, job.start());
        return insert.bind("id", id)
                .bind("tool", job.tool())
                .bind("revision", job.toolRevision())
                .bind("queue", job.queue())
                .bind("priority", job.priority().rank())
                .bind("parameters", job.parameters())
                .bind("labels", labels)
                .bind("timeout", job.timeout().toMillis())
                .bind("maxAttempts", job.maxAttempts())
                .bind("retryOf", job.retryOf())
                .map(JobRow::map)
                .one();
    }

    private static void bindStart(Query insert, NewJob.Start start) {
        if (start instanceof NewJob.Start.At at) {
            insert.bind("at", at.time().atOffset(ZoneOffset.UTC)).bind("delay", 0L);
        } else if (start instanceof NewJob.Start.After after) {
            insert.bindByType("at", null, OffsetDateTime.class)
                    .bind("delay", after.delay().toMillis());
        }
    }

    /** Reads a job and locks it until the transaction ends. */
    static Optional<Job> lock(Handle handle, UUID id) {
        return handle.createQuery("SELECT * FROM job WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(JobRow::map)
                .findOne();
    }

    /**
     * Takes queued jobs for a worker, the most urgent and then the longest waiting first, and starts their attempts. A worker
     * that was given up for lost gets none: what it claimed would be taken from it at once.
     */
    static List<Job> claim(Handle handle, UUID worker, List<String> queues, int limit) {
        return handle.createQuery("""
                        WITH next AS (
                            SELECT id FROM job
                            WHERE state = 'QUEUED' AND (:everyQueue OR queue = ANY (:queues))
                              AND NOT EXISTS (SELECT 1 FROM worker WHERE id = :worker AND state <> 'RUNNING')
                            ORDER BY priority, queued_at, id
                            LIMIT :limit
                            FOR UPDATE SKIP LOCKED),
                        claimed AS (
                            UPDATE job SET state = 'RUNNING', attempt = attempt + 1, started_at = now(),
                                           worker_id = :worker, progress = NULL, progress_message = NULL,
                                           error_code = NULL, error_message = NULL
                            FROM next WHERE job.id = next.id
                            RETURNING job.*),
                        started AS (
                            INSERT INTO attempt (job_id, number, worker_id, state)
                            SELECT id, attempt, worker_id, 'RUNNING' FROM claimed)
                        SELECT * FROM claimed
                        """)
                .bind("everyQueue", queues.isEmpty())
                .bindArray("queues", String.class, queues)
                .bind("limit", limit)
                .bind("worker", worker)
                .map(JobRow::map)
                .list();
    }

    /** Jobs whose time has come, locked. */
    static List<Job> lockDue(Handle handle, int limit) {
        return handle.createQuery("""
                        SELECT * FROM job WHERE state = 'SCHEDULED' AND run_at <= now()
                        ORDER BY run_at LIMIT :limit FOR UPDATE SKIP LOCKED
                        """).bind("limit", limit).map(JobRow::map).list();
    }

    /** Running jobs whose worker is gone, locked. */
    static List<Job> lockAbandoned(Handle handle, int limit) {
        return handle.createQuery("""
                        SELECT job.* FROM job JOIN worker ON worker.id = job.worker_id
                        WHERE job.state = 'RUNNING' AND worker.state IN ('LOST', 'STOPPED')
                        LIMIT :limit FOR UPDATE OF job SKIP LOCKED
                        """).bind("limit", limit).map(JobRow::map).list();
    }

    static Job enqueue(Handle handle, Job job) {
        return handle.createQuery("""
                        UPDATE job SET state = 'QUEUED', queued_at = now()
                        WHERE id = :id AND state = 'SCHEDULED' RETURNING *
                        """).bind("id", job.id()).map(JobRow::map).one();
    }

    /** Ends the running attempt of a job. A job that is queued again keeps its place in the line. */
    static Job settle(Handle handle, Job job, Settlement settlement) {
        return handle.createQuery("""
                        UPDATE job SET state = :state,
                            failures = failures + :failures,
                            run_at = CASE WHEN :state = 'SCHEDULED' THEN now() + :delay * interval '1 ms' ELSE run_at END,
                            finished_at = CASE WHEN :terminal THEN now() END,
                            worker_id = CASE WHEN :terminal THEN worker_id END,
                            error_code = :errorCode, error_message = :errorMessage
                        WHERE id = :id AND state = 'RUNNING' AND attempt = :attempt RETURNING *
                        """)
                .bind("state", settlement.next().name())
                .bind("failures", settlement.countsAsFailure() ? 1 : 0)
                .bind("delay", settlement.delay().toMillis())
                .bind("terminal", settlement.next().isTerminal())
                .bind(
                        "errorCode",
                        settlement.failure() == null
                                ? null
                                : settlement.failure().code().name())
                .bind(
                        "errorMessage",
                        settlement.failure() == null
                                ? null
                                : settlement.failure().message())
                .bind("id", job.id())
                .bind("attempt", job.attempt())
                .map(JobRow::map)
                .one();
    }

    static Job cancelWaiting(Handle handle, Job job) {
        return handle.createQuery("""
                        UPDATE job SET state = 'CANCELLED', finished_at = now(), cancel_requested_at = now(),
                                       error_code = 'CANCELLED', error_message = 'Cancelled before it started.'
                        WHERE id = :id AND state IN ('SCHEDULED', 'QUEUED') RETURNING *
                        """).bind("id", job.id()).map(JobRow::map).one();
    }

    static Job requestCancel(Handle handle, Job job) {
        return handle.createQuery("""
                        UPDATE job SET cancel_requested_at = now()
                        WHERE id = :id AND state = 'RUNNING' AND cancel_requested_at IS NULL RETURNING *
                        """).bind("id", job.id()).map(JobRow::map).one();
    }

    static Optional<Job> progress(Handle handle, UUID id, int attempt, Progress progress) {
        return handle.createQuery("""
                        UPDATE job SET progress = :percent, progress_message = :message
                        WHERE id = :id AND state = 'RUNNING' AND attempt = :attempt RETURNING *
                        """)
                .bind("percent", progress.percent())
                .bind("message", progress.message())
                .bind("id", id)
                .bind("attempt", attempt)
                .map(JobRow::map)
                .findOne();
    }
}

package dev.millrace.model.lifecycle.claim;

import dev.millrace.model.job.JobState;
import dev.millrace.model.json.Json;
import dev.millrace.model.lifecycle.ChangedJob;
import dev.millrace.model.lookup.StateSql;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The statement with which workers claim jobs.
 *
 * <p>For a worker that serves every queue, while no queue is paused, the statement walks one index in the order of the
 * claim and locks each job that it meets. Otherwise that walk could meet any number of jobs of other queues. So the
 * statement reads the head of each served queue by the queue's own index, merges the heads, and locks jobs in the
 * merged order. The cost of a claim depends on the number of claimed jobs and of queues, never on the number of waiting
 * jobs.
 *
 * <p>Some limits are literals for the planner: it takes an unknown limit for a tenth of the table.
 */
final class ClaimStore {
    /**
     * Rows read beyond the limit. Other claims of the same moment may have locked so many before this one finds none.
     */
    private static final int HEADROOM = 100;

    /** The most slots that a worker can have. */
    private static final int MAX_LIMIT = 1_000;

    static final String CLAIM = """
            WITH RECURSIVE gate AS MATERIALIZED (
                SELECT NOT EXISTS (SELECT 1 FROM worker WHERE id = :worker AND state <> 'RUNNING') AS accepts,
                       :everyQueue AND NOT EXISTS (SELECT 1 FROM queue) AS takes_all),
            waiting (queue) AS (
                (SELECT queue FROM job
                 WHERE state IN ('QUEUED', 'SCHEDULED') AND :everyQueue AND (SELECT NOT takes_all FROM gate)
                 ORDER BY queue LIMIT 1)
                UNION ALL
                SELECT (SELECT queue FROM job WHERE state IN ('QUEUED', 'SCHEDULED') AND queue > waiting.queue
                        ORDER BY queue LIMIT 1)
                FROM waiting WHERE queue IS NOT NULL),
            served AS MATERIALIZED (
                SELECT queue
                FROM (SELECT unnest(:queues) AS queue UNION SELECT queue FROM waiting WHERE queue IS NOT NULL) AS candidate
                WHERE (SELECT accepts FROM gate) AND NOT EXISTS (SELECT 1 FROM queue WHERE name = candidate.queue)),
            oldest AS (
                SELECT head.* FROM generate_series(0, 3) AS lane (priority) CROSS JOIN LATERAL (
                    SELECT id, queued_at FROM job
                    WHERE state = 'QUEUED' AND priority = lane.priority
                      AND queued_at < now() - :ageingMillis * interval '1 ms'
                    ORDER BY queued_at, id LIMIT :ageingJobs) AS head
                WHERE (SELECT accepts AND takes_all FROM gate)
                UNION ALL
                SELECT head.id, head.queued_at
                FROM served CROSS JOIN generate_series(0, 3) AS lane (priority)
                     CROSS JOIN queue_head(served.queue, lane.priority::smallint, :ageingJobs) AS head
                WHERE head.priority = lane.priority AND head.queued_at < now() - :ageingMillis * interval '1 ms'),
            ageing AS MATERIALIZED (
                SELECT locked.id FROM (SELECT id FROM oldest ORDER BY queued_at, id) AS ordered CROSS JOIN LATERAL (
                    SELECT id FROM job WHERE id = ordered.id AND %3$s FOR UPDATE SKIP LOCKED) AS locked
                LIMIT :ageingJobs),
            walked AS (
                SELECT id FROM (
                    SELECT id FROM job
                    WHERE state = 'QUEUED' AND (SELECT accepts AND takes_all FROM gate)
                      AND id <> ALL (ARRAY(SELECT id FROM ageing))
                    ORDER BY priority, queued_at, id LIMIT %2$d FOR UPDATE SKIP LOCKED) AS locked
                LIMIT :limit - (SELECT count(*) FROM ageing)),
            heads AS (
                SELECT head.* FROM served CROSS JOIN queue_head(served.queue, 0::smallint, :limit + %1$d) AS head),
            picked AS (
                SELECT locked.id FROM (
                    SELECT id FROM heads WHERE id <> ALL (ARRAY(SELECT id FROM ageing))
                    ORDER BY priority, queued_at, id) AS ordered CROSS JOIN LATERAL (
                    SELECT id FROM job WHERE id = ordered.id AND %3$s FOR UPDATE SKIP LOCKED) AS locked
                LIMIT :limit - (SELECT count(*) FROM ageing)),
            changed AS (
                UPDATE job SET state = 'RUNNING', attempt = attempt + 1, started_at = clock_timestamp(),
                               worker_id = :worker, progress = NULL, progress_message = NULL,
                               error_code = NULL, error_message = NULL
                WHERE id = ANY (ARRAY(SELECT id FROM ageing UNION ALL SELECT id FROM walked UNION ALL SELECT id FROM picked))
                  AND %3$s
                RETURNING *)
            """.formatted(HEADROOM, MAX_LIMIT, StateSql.ofKnown(JobState.QUEUED))
            + ChangedJob.andItsEvent("state", "started_at", ":data");

    private ClaimStore() {}

    /**
     * Claims queued jobs for a worker and starts their attempts: first the ageing ones, the longest waiting first, then
     * the most urgent. A lost worker gets none, since others would take its jobs over at once.
     */
    static List<ChangedJob> claim(Handle handle, UUID worker, List<String> queues, int limit, AgeingQuota ageing) {
        return handle.createQuery(CLAIM)
                .bind("everyQueue", queues.isEmpty())
                .bindArray("queues", String.class, queues)
                .bind("limit", limit)
                .bind("ageingJobs", Math.min(limit, ageing.jobs()))
                .bind("ageingMillis", ageing.after().toMillis())
                .bind("worker", worker)
                .bind("data", Json.write(Map.of("worker", worker.toString())))
                .map(ChangedJob::map)
                .list();
    }
}

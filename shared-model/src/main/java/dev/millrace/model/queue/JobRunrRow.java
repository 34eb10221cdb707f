package dev.millrace.model.queue;

/**
 * JobRunr's row of a job, written by the statement that changes the job: in the format of JobRunr's own mapper, which
 * reads it for the dashboard, and made of the job's columns alone. It tells how the newest attempt came about and ended;
 * what was before that is in the job's events, so that the row does not grow. One that somebody deleted or spoilt is made
 * anew by the job's next change.
 */
final class JobRunrRow {
    private static final String DETAILS = """
            "jobDetails":{"className":"dev.millrace.model.queue.ToolJob","methodName":"run","jobParameters":\
            [{"className":"java.lang.String","actualClassName":"java.lang.String","object":"', tool, '"}],\
            "cacheable":true}""";

    private static final String SIGNATURE = "dev.millrace.model.queue.ToolJob.run(java.lang.String)";

    /** The states that the job has been through, each absent unless it has. A duration is read right with nanoseconds only. */
    private static final String HISTORY = """
            concat_ws(',',
                CASE WHEN run_at > created_at AND (attempt = 0 OR state <> 'SCHEDULED') THEN concat(
                    '{"@class":"org.jobrunr.jobs.states.ScheduledState","createdAt":', to_json(created_at),
                    ',"state":"SCHEDULED","scheduledAt":', to_json(run_at), '}') END,
                CASE WHEN queued_at IS NOT NULL THEN concat(
                    '{"@class":"org.jobrunr.jobs.states.EnqueuedState","createdAt":', to_json(queued_at),
                    ',"state":"ENQUEUED"}') END,
                CASE WHEN worker_id IS NOT NULL THEN concat(
                    '{"@class":"org.jobrunr.jobs.states.ProcessingState","createdAt":', to_json(started_at),
                    ',"serverId":"', worker_id, '","serverName":',
                    to_json(coalesce((SELECT name FROM worker WHERE id = worker_id), '')),
                    ',"state":"PROCESSING","updatedAt":', to_json(started_at), '}') END,
                CASE WHEN state = 'SUCCEEDED' THEN concat(
                    '{"@class":"org.jobrunr.jobs.states.SucceededState","createdAt":', to_json(finished_at),
                    ',"latencyDuration":', extract(EPOCH FROM started_at - queued_at)::numeric(20, 9),
                    ',"processDuration":', extract(EPOCH FROM finished_at - started_at)::numeric(20, 9),
                    ',"state":"SUCCEEDED"}') END,
                CASE WHEN state = 'FAILED' OR (state = 'SCHEDULED' AND attempt > 0) THEN concat(
                    '{"@class":"org.jobrunr.jobs.states.FailedState","createdAt":', to_json(now()),
                    ',"state":"FAILED","message":', to_json(error_message),
                    ',"exceptionType":"', error_code, '","exceptionMessage":', to_json(error_message),
                    ',"stackTrace":"","doNotRetry":true}') END,
                CASE WHEN state = 'SCHEDULED' AND attempt > 0 THEN concat(
                    '{"@class":"org.jobrunr.jobs.states.ScheduledState","createdAt":', to_json(now()),
                    ',"state":"SCHEDULED","scheduledAt":', to_json(run_at), ',"reason":"Retry after failure"}') END,
                CASE WHEN state = 'CANCELLED' THEN concat(
                    '{"@class":"org.jobrunr.jobs.states.DeletedState","createdAt":', to_json(finished_at),
                    ',"state":"DELETED","reason":', to_json(error_message), '}') END)""";

    /** Stores the rows of the jobs in {@code changed}. The version grows with each change of a job. */
    static final String STORE = """
            INSERT INTO jobrunr_jobs (id, version, jobAsJson, jobSignature, state, createdAt, updatedAt, scheduledAt)
            SELECT id, version,
                   concat('{"id":"', id, '","version":', version, ',%s,"jobHistory":[',
                          %s,
                          '],"metadata":{"@class":"java.util.concurrent.ConcurrentHashMap"},"jobName":"', tool,
                          '","jobSignature":"%s","labels":[]}'),
                   '%s',
                   CASE state WHEN 'QUEUED' THEN 'ENQUEUED' WHEN 'RUNNING' THEN 'PROCESSING'
                              WHEN 'CANCELLED' THEN 'DELETED' ELSE state END,
                   created_at AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC',
                   CASE WHEN state = 'SCHEDULED' THEN run_at AT TIME ZONE 'UTC' END
            FROM changed CROSS JOIN LATERAL (
                SELECT 4 * attempt + CASE state WHEN 'RUNNING' THEN 0 WHEN 'SCHEDULED' THEN 1 WHEN 'QUEUED' THEN 2
                                                ELSE 3 END AS version) AS counted
            ON CONFLICT (id) DO UPDATE SET
                version = excluded.version, jobAsJson = excluded.jobAsJson, state = excluded.state,
                updatedAt = excluded.updatedAt, scheduledAt = excluded.scheduledAt
            """.formatted(DETAILS, HISTORY, SIGNATURE, SIGNATURE);

    private JobRunrRow() {}
}

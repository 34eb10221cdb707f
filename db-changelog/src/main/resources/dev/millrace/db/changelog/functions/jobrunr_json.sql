--liquibase formatted sql

-- A tool's job in the format of JobRunr's own mapper, which reads a duration right with nanoseconds only. It is for lists,
-- and tells of the newest attempt; ToolJobPage has them all, and as many labels of the same length.
--changeset millrace:jobrunr_json runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION jobrunr_json(job job) RETURNS text
    LANGUAGE sql STABLE AS
$$
SELECT concat(
    '{"id":"', job.id, '","version":', jobrunr_version(job),
    ',"jobDetails":{"className":"', split_part(jobrunr_signature(), '.run(', 1), '","methodName":"run","jobParameters":[',
    '{"className":"java.lang.String","actualClassName":"java.lang.String","object":"', job.tool, '"}],"cacheable":true},',
    '"jobHistory":[', concat_ws(',',
        CASE WHEN job.run_at > job.created_at AND (job.attempt = 0 OR job.state <> 'SCHEDULED') THEN concat(
            '{"@class":"org.jobrunr.jobs.states.ScheduledState","createdAt":', to_json(job.created_at),
            ',"state":"SCHEDULED","scheduledAt":', to_json(job.run_at), '}') END,
        CASE WHEN job.queued_at IS NOT NULL THEN concat(
            '{"@class":"org.jobrunr.jobs.states.EnqueuedState","createdAt":', to_json(job.queued_at),
            ',"state":"ENQUEUED"}') END,
        CASE WHEN job.worker_id IS NOT NULL THEN concat(
            '{"@class":"org.jobrunr.jobs.states.ProcessingState","createdAt":', to_json(job.started_at),
            ',"serverId":"', job.worker_id, '","serverName":',
            to_json(coalesce((SELECT name FROM worker WHERE worker.id = job.worker_id), '')),
            ',"state":"PROCESSING","updatedAt":', to_json(job.started_at), '}') END,
        CASE WHEN job.state = 'SUCCEEDED' THEN concat(
            '{"@class":"org.jobrunr.jobs.states.SucceededState","createdAt":', to_json(job.finished_at),
            ',"latencyDuration":', extract(EPOCH FROM job.started_at - job.queued_at)::numeric(20, 9),
            ',"processDuration":', extract(EPOCH FROM job.finished_at - job.started_at)::numeric(20, 9),
            ',"state":"SUCCEEDED"}') END,
        CASE WHEN job.state = 'FAILED' OR (job.state = 'SCHEDULED' AND job.error_code IS NOT NULL) THEN concat(
            '{"@class":"org.jobrunr.jobs.states.FailedState","createdAt":', to_json(jobrunr_changed_at(job)),
            ',"state":"FAILED","message":', to_json(coalesce(job.error_message, '')),
            ',"exceptionType":"', job.error_code, '","exceptionMessage":', to_json(coalesce(job.error_message, '')),
            ',"stackTrace":"","doNotRetry":true}') END,
        CASE WHEN job.state = 'SCHEDULED' AND job.attempt > 0 THEN concat(
            '{"@class":"org.jobrunr.jobs.states.ScheduledState","createdAt":', to_json(jobrunr_changed_at(job)),
            ',"state":"SCHEDULED","scheduledAt":', to_json(job.run_at),
            ',"reason":"', CASE WHEN job.error_code IS NULL THEN 'Attempt cut short' ELSE 'Retry after failure' END,
            '"}') END,
        CASE WHEN job.state = 'CANCELLED' THEN concat(
            '{"@class":"org.jobrunr.jobs.states.DeletedState","createdAt":', to_json(job.finished_at),
            ',"state":"DELETED","reason":', to_json(coalesce(job.error_message, '')), '}') END),
    '],"metadata":{"@class":"java.util.concurrent.ConcurrentHashMap"},"jobName":"', job.tool,
    '","jobSignature":"', jobrunr_signature(), '","labels":', coalesce(
        (SELECT json_agg(CASE WHEN length(label) > 45 THEN left(label, 44) || '…' ELSE label END)
         FROM (SELECT key || ':' || value AS label FROM jsonb_each_text(job.labels) ORDER BY key COLLATE "C" LIMIT 3) AS few),
        '[]'), '}')
$$;

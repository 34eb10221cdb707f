--liquibase formatted sql

-- JobRunr's rows of jobs were copies, in its own format, of what the jobs' rows say. A view says the same at no cost and
-- cannot differ. It has the columns of JobRunr's table, and tells of the newest attempt; the events have them all.

--changeset millrace:jobrunr-drop-table
DROP TABLE jobrunr_jobs CASCADE;
DELETE FROM history_table WHERE name = 'jobrunr_jobs';

-- When JobRunr would have written a job's row last.
--changeset millrace:jobrunr-changed-at splitStatements:false
CREATE FUNCTION jobrunr_changed_at(job job) RETURNS timestamptz
    LANGUAGE sql STABLE AS
$$
SELECT CASE job.state
           WHEN 'SCHEDULED' THEN coalesce((SELECT max(finished_at) FROM attempt WHERE job_id = job.id), job.created_at)
           WHEN 'QUEUED' THEN job.queued_at
           WHEN 'RUNNING' THEN job.started_at
           ELSE job.finished_at
       END
$$;

-- Only grows from one of a job's states to the next.
--changeset millrace:jobrunr-version splitStatements:false
CREATE FUNCTION jobrunr_version(job job) RETURNS integer
    LANGUAGE sql IMMUTABLE AS
$$
SELECT 4 * job.attempt + CASE job.state WHEN 'RUNNING' THEN 0 WHEN 'SCHEDULED' THEN 1 WHEN 'QUEUED' THEN 2 ELSE 3 END
$$;

-- A job in the format of JobRunr's own mapper. It reads a duration right with nanoseconds only.
--changeset millrace:jobrunr-json splitStatements:false
CREATE FUNCTION jobrunr_json(job job) RETURNS text
    LANGUAGE sql STABLE AS
$$
SELECT concat(
    '{"id":"', job.id, '","version":', jobrunr_version(job),
    ',"jobDetails":{"className":"dev.millrace.model.jobrunr.ToolJob","methodName":"run","jobParameters":[',
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
        CASE WHEN job.state = 'FAILED' OR (job.state = 'SCHEDULED' AND job.attempt > 0) THEN concat(
            '{"@class":"org.jobrunr.jobs.states.FailedState","createdAt":', to_json(jobrunr_changed_at(job)),
            ',"state":"FAILED","message":', to_json(job.error_message),
            ',"exceptionType":"', job.error_code, '","exceptionMessage":', to_json(job.error_message),
            ',"stackTrace":"","doNotRetry":true}') END,
        CASE WHEN job.state = 'SCHEDULED' AND job.attempt > 0 THEN concat(
            '{"@class":"org.jobrunr.jobs.states.ScheduledState","createdAt":', to_json(jobrunr_changed_at(job)),
            ',"state":"SCHEDULED","scheduledAt":', to_json(job.run_at), ',"reason":"Retry after failure"}') END,
        CASE WHEN job.state = 'CANCELLED' THEN concat(
            '{"@class":"org.jobrunr.jobs.states.DeletedState","createdAt":', to_json(job.finished_at),
            ',"state":"DELETED","reason":', to_json(job.error_message), '}') END),
    '],"metadata":{"@class":"java.util.concurrent.ConcurrentHashMap"},"jobName":"', job.tool,
    '","jobSignature":"dev.millrace.model.jobrunr.ToolJob.run(java.lang.String)","labels":[]}')
$$;

--changeset millrace:jobrunr-view
CREATE VIEW jobrunr_jobs AS
SELECT id::text::char(36)                                                         AS id,
       jobrunr_version(job)                                                       AS version,
       jobrunr_json(job)                                                          AS jobasjson,
       'dev.millrace.model.jobrunr.ToolJob.run(java.lang.String)'::varchar(512)     AS jobsignature,
       CASE state
           WHEN 'QUEUED' THEN 'ENQUEUED'
           WHEN 'RUNNING' THEN 'PROCESSING'
           WHEN 'CANCELLED' THEN 'DELETED'
           ELSE state
       END::varchar(36)                                                           AS state,
       (created_at AT TIME ZONE 'UTC')::timestamp(6)                              AS createdat,
       (jobrunr_changed_at(job) AT TIME ZONE 'UTC')::timestamp(6)                 AS updatedat,
       CASE WHEN state = 'SCHEDULED' THEN run_at AT TIME ZONE 'UTC' END           AS scheduledat,
       NULL::varchar(128)                                                         AS recurringjobid
FROM job;
CREATE VIEW jobrunr_jobs_stats
AS
WITH job_stat_results AS (SELECT state, count(*) AS count FROM jobrunr_jobs GROUP BY state)
SELECT coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results), 0)                            AS total,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'AWAITING'), 0)   AS awaiting,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'SCHEDULED'), 0)  AS scheduled,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'ENQUEUED'), 0)   AS enqueued,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'PROCESSING'), 0) AS processing,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'PROCESSED'), 0)  AS processed,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'FAILED'), 0)     AS failed,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'SUCCEEDED'), 0)  AS succeeded,
       coalesce((SELECT cast(cast(value AS char(10)) AS decimal(10, 0))
                 FROM jobrunr_metadata jm
                 WHERE jm.id = 'succeeded-jobs-counter-cluster'), 0)                                      AS allTimeSucceeded,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'DELETED'), 0)    AS deleted,
       (SELECT count(*) FROM jobrunr_backgroundjobservers)                                                AS nbrOfBackgroundJobServers,
       (SELECT count(*) FROM jobrunr_recurring_jobs)                                                      AS nbrOfRecurringJobs;

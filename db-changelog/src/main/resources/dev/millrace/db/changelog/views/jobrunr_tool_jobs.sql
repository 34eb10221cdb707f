--liquibase formatted sql

-- The jobs of tools with the columns of JobRunr's own table. A copy of each job in JobRunr's format would cost, and could
-- differ; a view says the same at no cost.
--changeset millrace:jobrunr_tool_jobs runOnChange:true
CREATE OR REPLACE VIEW jobrunr_tool_jobs AS
SELECT id::text::char(36)                                                         AS id,
       jobrunr_version(job)                                                       AS version,
       jobrunr_json(job)                                                          AS jobasjson,
       jobrunr_signature()::varchar(512)                                          AS jobsignature,
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

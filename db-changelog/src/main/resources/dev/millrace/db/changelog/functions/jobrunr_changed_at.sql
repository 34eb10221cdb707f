--liquibase formatted sql

-- When JobRunr would have written a job's row last.
--changeset millrace:jobrunr_changed_at runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION jobrunr_changed_at(job job) RETURNS timestamptz
    LANGUAGE sql STABLE AS
$$
SELECT CASE job.state
           WHEN 'SCHEDULED' THEN coalesce((SELECT max(finished_at) FROM attempt WHERE job_id = job.id), job.created_at)
           WHEN 'QUEUED' THEN job.queued_at
           WHEN 'RUNNING' THEN job.started_at
           ELSE job.finished_at
       END
$$;

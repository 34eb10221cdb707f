--liquibase formatted sql

-- What JobRunr takes for the version of a job's row. It only grows from one of a job's states to the next.
--changeset millrace:jobrunr_version runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION jobrunr_version(job job) RETURNS integer
    LANGUAGE sql IMMUTABLE AS
$$
SELECT 4 * job.attempt + CASE job.state WHEN 'RUNNING' THEN 0 WHEN 'SCHEDULED' THEN 1 WHEN 'QUEUED' THEN 2 ELSE 3 END
$$;

--liquibase formatted sql

-- The jobs at the head of a queue, from a priority on, in the order in which they are claimed. A function, because only
-- a function can bring settings of its own: a planner whose statistics are of a quieter time would sort a million jobs
-- instead of reading a few from the index.
--changeset millrace:queue_head runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION queue_head(lane text, first smallint, most integer)
    RETURNS TABLE (id uuid, priority smallint, queued_at timestamptz)
    LANGUAGE plpgsql STABLE ROWS 10
    SET enable_seqscan = off
    SET enable_bitmapscan = off
    SET enable_sort = off
    SET enable_incremental_sort = off AS
$$
BEGIN
    RETURN QUERY
        SELECT job.id, job.priority, job.queued_at FROM job
        WHERE job.state = 'QUEUED' -- which the bounds say too, but not so that the planner sees that the index will do
          AND (job.queue, job.state, job.priority) >= (lane, 'QUEUED', first)
          AND (job.queue, job.state) <= (lane, 'QUEUED')
        ORDER BY job.queue, job.state, job.priority, job.queued_at, job.id LIMIT most;
END
$$;

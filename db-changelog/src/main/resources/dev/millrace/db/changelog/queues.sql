--liquibase formatted sql

--changeset millrace:queues
CREATE TABLE queue -- those of which there is something to say: a queue without a row here is an ordinary one
(
    name      text PRIMARY KEY,
    paused_at timestamptz NOT NULL DEFAULT now()
);
-- What waits in one queue, in the order in which it is fetched: for workers that serve some queues only.
CREATE INDEX job_waiting_idx ON job (queue, state, priority, queued_at, id) WHERE state IN ('QUEUED', 'SCHEDULED');
CREATE INDEX job_finished_idx ON job (finished_at) WHERE finished_at IS NOT NULL;

-- The jobs at the head of a queue, from a priority on, in the order in which they are fetched. A function, because only
-- a function can bring settings of its own: a planner whose statistics are of a quieter time would sort a million jobs
-- instead of reading a few from the index.
--changeset millrace:queue-head-function splitStatements:false
CREATE FUNCTION queue_head(lane text, first smallint, most integer)
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

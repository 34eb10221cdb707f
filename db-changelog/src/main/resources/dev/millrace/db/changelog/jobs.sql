--liquibase formatted sql

-- What has ended is kept apart from what waits and runs: a job's state decides where its row is, and a job that ends moves
-- by itself. Workers thus read a table that is as large as the work at hand, however long the history is. What has
-- ended is in slices (history.sql).

--changeset millrace:job-table
CREATE TABLE job
(
    id                  uuid        NOT NULL, -- version 7, so newer jobs have greater ids
    tool                text        NOT NULL,
    tool_revision       integer     NOT NULL,
    state               text        NOT NULL
        CHECK (state IN ('SCHEDULED', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    queue               text        NOT NULL,
    priority            smallint    NOT NULL CHECK (priority BETWEEN 0 AND 3), -- 0 critical … 3 low
    parameters          json        NOT NULL,
    labels              jsonb       NOT NULL DEFAULT '{}',
    timeout_ms          bigint      NOT NULL,
    max_attempts        integer     NOT NULL,
    attempt             integer     NOT NULL DEFAULT 0, -- number of the newest attempt
    failures            integer     NOT NULL DEFAULT 0, -- attempts that count against max_attempts
    created_at          timestamptz NOT NULL DEFAULT now(),
    run_at              timestamptz NOT NULL DEFAULT now(),
    queued_at           timestamptz,
    started_at          timestamptz,
    finished_at         timestamptz,
    worker_id           uuid,
    progress            smallint,
    progress_message    text,
    error_code          text,
    error_message       text,
    cancel_requested_at timestamptz,
    retry_of            uuid,
    cancel_requested_by text,
    submitted_by        text        NOT NULL DEFAULT 'anonymous',
    uniqueness          json -- absent where others like it may wait and run beside it
) PARTITION BY LIST (state);
CREATE TABLE job_live PARTITION OF job (PRIMARY KEY (id)) FOR VALUES IN ('SCHEDULED', 'QUEUED', 'RUNNING');
CREATE TABLE job_finished PARTITION OF job (PRIMARY KEY (id)) FOR VALUES IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
    PARTITION BY RANGE (id);
CREATE TABLE job_finished_rest PARTITION OF job_finished DEFAULT;

-- For the claim, the timer of what is due, and the heartbeat.
--changeset millrace:job-indexes-of-workers
CREATE INDEX job_fetch_idx ON job_live (priority, queued_at, id) WHERE state = 'QUEUED';
CREATE INDEX job_due_idx ON job_live (run_at) WHERE state = 'SCHEDULED';
CREATE INDEX job_running_idx ON job_live (worker_id) WHERE state = 'RUNNING';
-- What waits in one queue, in the order in which it is claimed: for workers that serve some queues only.
CREATE INDEX job_waiting_idx ON job_live (queue, state, priority, queued_at, id) WHERE state IN ('QUEUED', 'SCHEDULED');

-- Only lists ask for the last three, and say so: JobFilterSql. A planner whose statistics are of a time when next to
-- nothing waited takes all indexes for equally good, and would look for a job by its id in one that begins with something
-- else, which is to read it whole. Most jobs have no labels, and each would be in that index three times in its life.
--changeset millrace:job-indexes-of-lists
CREATE INDEX job_finished_at_idx ON job_finished (finished_at);
CREATE INDEX job_retry_of_idx ON job (retry_of) WHERE retry_of IS NOT NULL;
CREATE INDEX job_labels_idx ON job USING gin (labels jsonb_path_ops) WHERE labels <> '{}';
CREATE INDEX job_state_idx ON job (state, id DESC) WHERE length(state) <> 0;
CREATE INDEX job_tool_idx ON job (tool, id DESC) WHERE tool IS NOT NULL; -- as it is for who compares it

--changeset millrace:job-result-table
CREATE TABLE job_result
(
    job_id uuid PRIMARY KEY,
    result json NOT NULL
) PARTITION BY RANGE (job_id);
CREATE TABLE job_result_rest PARTITION OF job_result DEFAULT;

--changeset millrace:idempotency-table
CREATE TABLE idempotency
(
    key        text PRIMARY KEY,
    digest     text        NOT NULL,
    job_id     uuid        NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX idempotency_expires_idx ON idempotency (expires_at);

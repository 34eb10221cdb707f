--liquibase formatted sql

-- An attempt is stored once, when it has ended: while it runs, its job's row says all there is to say.

--changeset millrace:attempt-table
CREATE TABLE attempt
(
    job_id        uuid        NOT NULL,
    number        integer     NOT NULL,
    worker_id     uuid        NOT NULL,
    state         text        NOT NULL CHECK (state IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST', 'RELEASED')),
    started_at    timestamptz NOT NULL DEFAULT now(),
    finished_at   timestamptz,
    exit_code     integer,
    signal        text, -- the last signal we sent to stop it: TERM or KILL
    stop_reason   text CHECK (stop_reason IN ('CANCEL', 'TIMEOUT', 'DRAIN', 'LIMIT', 'LOST')),
    survivors     integer,
    error_code    text,
    error_message text,
    host          text,   -- of the worker; kept here for longer than the worker's own row
    pid           bigint, -- null when no process was started
    cpu_time_ms   bigint,
    peak_memory   bigint, -- bytes
    output_bytes  bigint,
    stopped_by    text,
    PRIMARY KEY (job_id, number)
) PARTITION BY RANGE (job_id);
CREATE TABLE attempt_rest PARTITION OF attempt DEFAULT;

--liquibase formatted sql

--changeset millrace:jobs
CREATE TABLE job
(
    id                  uuid PRIMARY KEY, -- version 7, so newer jobs have greater ids
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
    retry_of            uuid
);
CREATE INDEX job_fetch_idx ON job (priority, queued_at, id) WHERE state = 'QUEUED';
CREATE INDEX job_due_idx ON job (run_at) WHERE state = 'SCHEDULED';
CREATE INDEX job_running_idx ON job (worker_id) WHERE state = 'RUNNING';
CREATE INDEX job_state_idx ON job (state, id DESC);
CREATE INDEX job_tool_idx ON job (tool, id DESC);
CREATE INDEX job_labels_idx ON job USING gin (labels jsonb_path_ops);

CREATE TABLE job_result
(
    job_id uuid PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    result json NOT NULL
);

CREATE TABLE attempt
(
    job_id        uuid        NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    number        integer     NOT NULL,
    worker_id     uuid        NOT NULL,
    state         text        NOT NULL
        CHECK (state IN ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST', 'RELEASED')),
    started_at    timestamptz NOT NULL DEFAULT now(),
    finished_at   timestamptz,
    exit_code     integer,
    signal        text, -- the last signal we sent to stop it: TERM or KILL
    stop_reason   text CHECK (stop_reason IN ('CANCEL', 'TIMEOUT', 'DRAIN', 'LIMIT', 'LOST')),
    survivors     integer,
    error_code    text,
    error_message text,
    PRIMARY KEY (job_id, number)
);

CREATE TABLE artifact
(
    job_id     uuid    NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    attempt    integer NOT NULL,
    name       text    NOT NULL,
    bytes      bigint  NOT NULL,
    media_type text    NOT NULL,
    sha256     text    NOT NULL,
    PRIMARY KEY (job_id, attempt, name)
);

CREATE TABLE idempotency
(
    key        text PRIMARY KEY,
    digest     text        NOT NULL,
    job_id     uuid        NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX idempotency_expires_idx ON idempotency (expires_at);

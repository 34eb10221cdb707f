--liquibase formatted sql

-- Which job holds which key. Whether it still does is read from the job when another asks for the key, so that a job
-- that starts or ends has nothing to let go of here; keys that nobody asks for again are swept with the history.

--changeset millrace:unique-key-table
CREATE TABLE unique_key
(
    key        text PRIMARY KEY, -- digest of what must be the same
    job_id     uuid NOT NULL,
    expires_at timestamptz       -- absent where the job's state decides
);

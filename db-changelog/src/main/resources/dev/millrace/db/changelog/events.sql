--liquibase formatted sql

-- Event numbers are given out before their transaction commits, so a reader can see 12 while 11 is still on its way.
-- Whoever takes a number holds this shared lock until its commit is visible; a reader that meets a gap looks at who
-- holds the lock and so knows whether the missing number can still come.

--changeset millrace:events
CREATE SEQUENCE job_event_number;

--changeset millrace:events-number-function splitStatements:false
CREATE FUNCTION next_job_event_number() RETURNS bigint
    LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1835822188, 1);
    RETURN nextval('job_event_number');
END
$$;

--changeset millrace:events-table
CREATE TABLE job_event
(
    number  bigint PRIMARY KEY   DEFAULT next_job_event_number(),
    job_id  uuid        NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    tool    text        NOT NULL,
    type    text        NOT NULL,
    state   text        NOT NULL,
    attempt integer     NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    data    json        NOT NULL DEFAULT '{}'
);
CREATE INDEX job_event_job_idx ON job_event (job_id, number);

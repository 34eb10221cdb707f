--liquibase formatted sql

-- Event numbers are given out before their transaction commits, so a reader can see 12 while 11 is still on its way.
-- Whoever takes a number holds a shared advisory lock until its commit is visible (AppendedEvent); a reader that meets a
-- gap looks at who holds the lock and so knows whether the missing number can still come.

--changeset millrace:event-table
CREATE SEQUENCE job_event_number;
CREATE TABLE job_event
(
    number  bigint      NOT NULL, -- of job_event_number
    job_id  uuid        NOT NULL,
    tool    text        NOT NULL,
    type    text        NOT NULL,
    state   text        NOT NULL,
    attempt integer     NOT NULL,
    at      timestamptz NOT NULL DEFAULT now(),
    data    json        NOT NULL DEFAULT '{}',
    PRIMARY KEY (job_id, number)
) PARTITION BY RANGE (job_id);
CREATE TABLE job_event_rest PARTITION OF job_event DEFAULT;
CREATE INDEX job_event_number_idx ON job_event (number);

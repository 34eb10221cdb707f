--liquibase formatted sql

-- What belongs to a job that has ended is in slices by the time of the job's id (UUID version 7), so that it can be dropped
-- a slice at a time. What is written for a time that has no slice yet goes to the "…_rest" of its table.
-- No foreign keys: they would tie a slice to the others, and be looked up for each row that is written.

--changeset millrace:history-tables
CREATE TABLE history_slice
(
    name      text PRIMARY KEY, -- ends the names of its tables
    starts_at timestamptz NOT NULL UNIQUE,
    ends_at   timestamptz NOT NULL
);
CREATE TABLE history_table -- what is sliced, and by which column; the order is that in which a slice is made
(
    name       text PRIMARY KEY,
    kind       text     NOT NULL,
    id         text     NOT NULL,
    made_after smallint NOT NULL
);
INSERT INTO history_table (name, kind, id, made_after)
VALUES ('job_finished', 'jobs', 'id', 1),
       ('attempt', 'attempts', 'job_id', 2),
       ('job_event', 'events', 'job_id', 3),
       ('job_log', 'logs', 'job_id', 4),
       ('job_result', 'results', 'job_id', 5),
       ('artifact', 'artifacts', 'job_id', 6);

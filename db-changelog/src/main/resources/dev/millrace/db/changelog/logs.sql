--liquibase formatted sql

-- Lines are kept in the chunks in which the worker flushed them: a row a line would cost ten times as much.
-- content holds one line per log line: stream letter (o, e or m), milliseconds since 1970 (UTC), text.

--changeset millrace:log-table
CREATE TABLE job_log
(
    job_id     uuid    NOT NULL,
    attempt    integer NOT NULL,
    first_line bigint  NOT NULL, -- numbered from 1 within the attempt
    lines      integer NOT NULL,
    content    text    NOT NULL,
    PRIMARY KEY (job_id, attempt, first_line)
) PARTITION BY RANGE (job_id);
CREATE TABLE job_log_rest PARTITION OF job_log DEFAULT;

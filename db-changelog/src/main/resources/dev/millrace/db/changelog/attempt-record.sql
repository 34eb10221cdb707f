--liquibase formatted sql

--changeset millrace:attempt-record
ALTER TABLE attempt
    ADD COLUMN host         text,   -- of the worker; kept here for longer than the worker's own row
    ADD COLUMN pid          bigint, -- null when no process was started, and like the rest while the attempt runs
    ADD COLUMN cpu_time_ms  bigint,
    ADD COLUMN peak_memory  bigint, -- bytes
    ADD COLUMN output_bytes bigint,
    ADD COLUMN stopped_by   text;
ALTER TABLE job
    ADD COLUMN cancel_requested_by text;

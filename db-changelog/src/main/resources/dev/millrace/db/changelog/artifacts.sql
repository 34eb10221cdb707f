--liquibase formatted sql

-- The record of the files that attempts left; the files are in the artifacts directory.

--changeset millrace:artifact-table
CREATE TABLE artifact
(
    job_id     uuid    NOT NULL,
    attempt    integer NOT NULL,
    name       text    NOT NULL,
    bytes      bigint  NOT NULL,
    media_type text    NOT NULL,
    sha256     text    NOT NULL,
    PRIMARY KEY (job_id, attempt, name)
) PARTITION BY RANGE (job_id);
CREATE TABLE artifact_rest PARTITION OF artifact DEFAULT;

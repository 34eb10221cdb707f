--liquibase formatted sql

-- JobRunr's own tables, as its migrations v000 to v016 for Postgres leave them. A test holds this file to the
-- migrations of the JobRunr version in use, so that an upgrade which changes them cannot go unnoticed. Jobs of other
-- programs (lambdas, requests, recurring jobs) are in them; those of tools are in "job". JobRunr's view of its statistics
-- counts both, and is ours: views/jobrunr_jobs_stats.sql.

-- Where a program with JobRunr was here first, it has made them, and they stay as they are.
--changeset millrace:jobrunr-8.7-tables
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'jobrunr_migrations'
CREATE TABLE jobrunr_migrations
(
    id          nchar(36) PRIMARY KEY,
    script      varchar(64) NOT NULL,
    installedOn varchar(29) NOT NULL
);
-- Told to create its tables, a JobRunr of another program on this database finds them done.
INSERT INTO jobrunr_migrations (id, script, installedOn)
SELECT gen_random_uuid()::text, script, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
FROM unnest(ARRAY [
    'v000__create_migrations_table.sql',
    'v001__create_job_table.sql',
    'v002__create_recurring_job_table.sql',
    'v003__create_background_job_server_table.sql',
    'v004__create_job_stats_view.sql',
    'v005__update_job_stats_view.sql',
    'v006__alter_table_jobs_add_recurringjob.sql',
    'v007__alter_table_backgroundjobserver_add_delete_config.sql',
    'v008__alter_table_jobs_increase_jobAsJson_size.sql',
    'v009__change_jobrunr_job_counters_to_jobrunr_metadata.sql',
    'v010__change_job_stats.sql',
    'v011__change_sqlserver_text_to_varchar.sql',
    'v012__change_oracle_alter_jobrunr_metadata_column_size.sql',
    'v013__alter_table_recurring_job_add_createdAt.sql',
    'v014__improve_job_stats.sql',
    'v015__alter_table_backgroundjobserver_add_name.sql',
    'v016__alter_jobs_stats_add_awaiting_jobs.sql'
]) AS script;

CREATE TABLE jobrunr_jobs
(
    id             nchar(36) PRIMARY KEY,
    version        int          NOT NULL,
    jobAsJson      text         NOT NULL,
    jobSignature   varchar(512) NOT NULL,
    state          varchar(36)  NOT NULL,
    createdAt      timestamp    NOT NULL,
    updatedAt      timestamp    NOT NULL,
    scheduledAt    timestamp,
    recurringJobId varchar(128)
);
CREATE INDEX jobrunr_state_idx ON jobrunr_jobs (state);
CREATE INDEX jobrunr_job_signature_idx ON jobrunr_jobs (jobSignature);
CREATE INDEX jobrunr_job_created_at_idx ON jobrunr_jobs (createdAt);
CREATE INDEX jobrunr_job_scheduled_at_idx ON jobrunr_jobs (scheduledAt);
CREATE INDEX jobrunr_job_rci_idx ON jobrunr_jobs (recurringJobId);
CREATE INDEX jobrunr_jobs_state_updated_idx ON jobrunr_jobs (state ASC, updatedAt ASC);

CREATE TABLE jobrunr_recurring_jobs
(
    id        nchar(128) PRIMARY KEY,
    version   int    NOT NULL,
    jobAsJson text   NOT NULL,
    createdAt bigint NOT NULL DEFAULT '0'
);
CREATE INDEX jobrunr_recurring_job_created_at_idx ON jobrunr_recurring_jobs (createdAt);

CREATE TABLE jobrunr_backgroundjobservers
(
    id                         nchar(36) PRIMARY KEY,
    workerPoolSize             int           NOT NULL,
    pollIntervalInSeconds      int           NOT NULL,
    firstHeartbeat             timestamp(6)  NOT NULL,
    lastHeartbeat              timestamp(6)  NOT NULL,
    running                    int           NOT NULL,
    systemTotalMemory          bigint        NOT NULL,
    systemFreeMemory           bigint        NOT NULL,
    systemCpuLoad              numeric(3, 2) NOT NULL,
    processMaxMemory           bigint        NOT NULL,
    processFreeMemory          bigint        NOT NULL,
    processAllocatedMemory     bigint        NOT NULL,
    processCpuLoad             numeric(3, 2) NOT NULL,
    deleteSucceededJobsAfter   varchar(32),
    permanentlyDeleteJobsAfter varchar(32),
    name                       varchar(128)
);
CREATE INDEX jobrunr_bgjobsrvrs_fsthb_idx ON jobrunr_backgroundjobservers (firstHeartbeat);
CREATE INDEX jobrunr_bgjobsrvrs_lsthb_idx ON jobrunr_backgroundjobservers (lastHeartbeat);

CREATE TABLE jobrunr_metadata
(
    id        varchar(156) PRIMARY KEY,
    name      varchar(92) NOT NULL,
    owner     varchar(64) NOT NULL,
    value     text        NOT NULL,
    createdAt timestamp   NOT NULL,
    updatedAt timestamp   NOT NULL
);
INSERT INTO jobrunr_metadata (id, name, owner, value, createdAt, updatedAt)
VALUES ('succeeded-jobs-counter-cluster', 'succeeded-jobs-counter', 'cluster', '0', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP);

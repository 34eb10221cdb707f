--liquibase formatted sql

--changeset millrace:retries
CREATE INDEX job_retry_of_idx ON job (retry_of) WHERE retry_of IS NOT NULL;

--liquibase formatted sql

-- What has ended is kept apart from what lives, in slices by the time of the job's id (UUID version 7), so that it can be
-- dropped a slice at a time. A job that ends moves by itself: its state decides where its row is. Workers thus read a
-- table that holds what waits and runs and nothing else, however long the history is.
-- No foreign keys: they would tie a slice to the others, and be looked up for each row that is written.

--changeset millrace:history-jobs
ALTER TABLE job RENAME TO job_before;
CREATE TABLE job (LIKE job_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY LIST (state);
CREATE TABLE job_live PARTITION OF job (PRIMARY KEY (id)) FOR VALUES IN ('SCHEDULED', 'QUEUED', 'RUNNING');
CREATE TABLE job_finished PARTITION OF job (PRIMARY KEY (id)) FOR VALUES IN ('SUCCEEDED', 'FAILED', 'CANCELLED')
    PARTITION BY RANGE (id);
CREATE TABLE job_finished_rest PARTITION OF job_finished DEFAULT;
INSERT INTO job SELECT * FROM job_before;
DROP TABLE job_before CASCADE;
CREATE INDEX job_fetch_idx ON job_live (priority, queued_at, id) WHERE state = 'QUEUED';
CREATE INDEX job_due_idx ON job_live (run_at) WHERE state = 'SCHEDULED';
CREATE INDEX job_running_idx ON job_live (worker_id) WHERE state = 'RUNNING';
CREATE INDEX job_waiting_idx ON job_live (queue, state, priority, queued_at, id) WHERE state IN ('QUEUED', 'SCHEDULED');
CREATE INDEX job_finished_at_idx ON job_finished (finished_at);
CREATE INDEX job_state_idx ON job (state, id DESC);
CREATE INDEX job_tool_idx ON job (tool, id DESC);
CREATE INDEX job_labels_idx ON job USING gin (labels jsonb_path_ops);
CREATE INDEX job_retry_of_idx ON job (retry_of) WHERE retry_of IS NOT NULL;

--changeset millrace:history-attempts
ALTER TABLE attempt RENAME TO attempt_before;
CREATE TABLE attempt (LIKE attempt_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY LIST (state);
CREATE TABLE attempt_running PARTITION OF attempt (PRIMARY KEY (job_id, number)) FOR VALUES IN ('RUNNING');
CREATE TABLE attempt_ended PARTITION OF attempt (PRIMARY KEY (job_id, number))
    FOR VALUES IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST', 'RELEASED') PARTITION BY RANGE (job_id);
CREATE TABLE attempt_ended_rest PARTITION OF attempt_ended DEFAULT;
INSERT INTO attempt SELECT * FROM attempt_before;
DROP TABLE attempt_before;

--changeset millrace:history-events
ALTER TABLE job_event RENAME TO job_event_before;
CREATE TABLE job_event (LIKE job_event_before INCLUDING DEFAULTS) PARTITION BY RANGE (job_id);
CREATE TABLE job_event_rest PARTITION OF job_event DEFAULT;
INSERT INTO job_event SELECT * FROM job_event_before;
DROP TABLE job_event_before;
ALTER TABLE job_event ADD PRIMARY KEY (job_id, number);
CREATE INDEX job_event_number_idx ON job_event (number);

--changeset millrace:history-logs-results-artifacts
ALTER TABLE job_log RENAME TO job_log_before;
CREATE TABLE job_log (LIKE job_log_before) PARTITION BY RANGE (job_id);
CREATE TABLE job_log_rest PARTITION OF job_log DEFAULT;
INSERT INTO job_log SELECT * FROM job_log_before;
DROP TABLE job_log_before;
ALTER TABLE job_log ADD PRIMARY KEY (job_id, attempt, first_line);

ALTER TABLE job_result RENAME TO job_result_before;
CREATE TABLE job_result (LIKE job_result_before) PARTITION BY RANGE (job_id);
CREATE TABLE job_result_rest PARTITION OF job_result DEFAULT;
INSERT INTO job_result SELECT * FROM job_result_before;
DROP TABLE job_result_before;
ALTER TABLE job_result ADD PRIMARY KEY (job_id);

ALTER TABLE artifact RENAME TO artifact_before;
CREATE TABLE artifact (LIKE artifact_before) PARTITION BY RANGE (job_id);
CREATE TABLE artifact_rest PARTITION OF artifact DEFAULT;
INSERT INTO artifact SELECT * FROM artifact_before;
DROP TABLE artifact_before;
ALTER TABLE artifact ADD PRIMARY KEY (job_id, attempt, name);

-- As JobRunr made it, but in slices. The view reads it, so it goes and comes again.
--changeset millrace:history-jobrunr
ALTER TABLE jobrunr_jobs RENAME TO jobrunr_jobs_before;
CREATE TABLE jobrunr_jobs (LIKE jobrunr_jobs_before) PARTITION BY RANGE (id);
CREATE TABLE jobrunr_jobs_rest PARTITION OF jobrunr_jobs DEFAULT;
INSERT INTO jobrunr_jobs SELECT * FROM jobrunr_jobs_before;
DROP TABLE jobrunr_jobs_before CASCADE;
ALTER TABLE jobrunr_jobs ADD PRIMARY KEY (id);
CREATE INDEX jobrunr_state_idx ON jobrunr_jobs (state);
CREATE INDEX jobrunr_job_signature_idx ON jobrunr_jobs (jobSignature);
CREATE INDEX jobrunr_job_created_at_idx ON jobrunr_jobs (createdAt);
CREATE INDEX jobrunr_job_scheduled_at_idx ON jobrunr_jobs (scheduledAt);
CREATE INDEX jobrunr_job_rci_idx ON jobrunr_jobs (recurringJobId);
CREATE INDEX jobrunr_jobs_state_updated_idx ON jobrunr_jobs (state ASC, updatedAt ASC);
CREATE VIEW jobrunr_jobs_stats
AS
WITH job_stat_results AS (SELECT state, count(*) AS count FROM jobrunr_jobs GROUP BY state)
SELECT coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results), 0)                            AS total,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'AWAITING'), 0)   AS awaiting,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'SCHEDULED'), 0)  AS scheduled,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'ENQUEUED'), 0)   AS enqueued,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'PROCESSING'), 0) AS processing,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'PROCESSED'), 0)  AS processed,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'FAILED'), 0)     AS failed,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'SUCCEEDED'), 0)  AS succeeded,
       coalesce((SELECT cast(cast(value AS char(10)) AS decimal(10, 0))
                 FROM jobrunr_metadata jm
                 WHERE jm.id = 'succeeded-jobs-counter-cluster'), 0)                                      AS allTimeSucceeded,
       coalesce((SELECT sum(job_stat_results.count) FROM job_stat_results WHERE state = 'DELETED'), 0)    AS deleted,
       (SELECT count(*) FROM jobrunr_backgroundjobservers)                                                AS nbrOfBackgroundJobServers,
       (SELECT count(*) FROM jobrunr_recurring_jobs)                                                      AS nbrOfRecurringJobs;

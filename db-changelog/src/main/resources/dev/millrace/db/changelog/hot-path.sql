--liquibase formatted sql

-- What a job costs is mostly rows written and indexes kept. An attempt that runs is told by its job's own row, so an
-- attempt is stored once, when it has ended.

--changeset millrace:attempts-when-they-end splitStatements:false
DO
$$
DECLARE
    part record;
BEGIN
    DROP TABLE attempt_running;
    ALTER TABLE attempt DETACH PARTITION attempt_ended;
    DROP TABLE attempt;
    FOR part IN SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'attempt_ended'::regclass LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', part.name, replace(part.name, 'attempt_ended_', 'attempt_'));
    END LOOP;
    ALTER TABLE attempt_ended RENAME TO attempt;
    UPDATE history_table SET name = 'attempt' WHERE name = 'attempt_ended';
END
$$;

-- For queries that only a JobRunr with work to do would make. Ours has none: it is asked for the jobs of a state, in
-- the order of their last change, and for single jobs.
--changeset millrace:jobrunr-indexes
--validCheckSum: 9:4b24242a46fb6809fdc323cf2314437f
-- That is the check sum of databases that were migrated while the remark at the end had other words.
DROP INDEX jobrunr_state_idx;
DROP INDEX jobrunr_job_signature_idx;
DROP INDEX jobrunr_job_created_at_idx;
DROP INDEX jobrunr_job_scheduled_at_idx;
DROP INDEX jobrunr_job_rci_idx;

-- Most jobs have no labels, and each would be in the index three times in its life. Who looks for labels says so, see
-- JobFilterSql.
--changeset millrace:labels-index
DROP INDEX job_labels_idx;
CREATE INDEX job_labels_idx ON job USING gin (labels jsonb_path_ops) WHERE labels <> '{}';

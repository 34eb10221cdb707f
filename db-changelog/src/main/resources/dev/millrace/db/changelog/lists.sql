--liquibase formatted sql

-- Only lists ask for these indexes, and say so: JobFilterSql. A planner whose statistics are of a time when next to
-- nothing waited takes all indexes for equally good, and would look for a job by its id in one that begins with something
-- else, which is to read it whole.

--changeset millrace:list-indexes
DROP INDEX job_state_idx;
DROP INDEX job_tool_idx;
CREATE INDEX job_state_idx ON job (state, id DESC) WHERE length(state) <> 0;
CREATE INDEX job_tool_idx ON job (tool, id DESC) WHERE tool IS NOT NULL; -- as it is for who compares it

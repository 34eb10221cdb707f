--liquibase formatted sql

-- What JobRunr calls the code of a tool's job: ToolJob.SIGNATURE.
--changeset millrace:jobrunr_signature runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION jobrunr_signature() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
SELECT 'dev.millrace.model.jobrunr.ToolJob.run(java.lang.String)'
$$;

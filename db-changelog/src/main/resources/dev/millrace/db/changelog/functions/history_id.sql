--liquibase formatted sql

-- The least id that a job made at this moment can have.
--changeset millrace:history_id runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION history_id(moment timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
SELECT (lpad(to_hex(floor(extract(EPOCH FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

--liquibase formatted sql

-- Whoever may connect may call a function unless told otherwise, and these act with the rights of the schema's owner. A
-- node that connects as another role than the one that migrates is granted them, like its tables.
--changeset millrace:history-rights
REVOKE EXECUTE ON FUNCTION add_history_slice(timestamptz, timestamptz) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION drop_history_slice(text) FROM PUBLIC;

--liquibase formatted sql

-- So that no node starts without one; the nodes add more, as long as they keep history.
--changeset millrace:first-slice
SELECT add_history_slice(date_trunc('hour', now()), date_trunc('hour', now()) + interval '1 day');

--liquibase formatted sql

-- The slices of the history, and how they come and go. Functions of the schema's owner, so that a node needs no right to
-- change tables.

--changeset millrace:history-slices
CREATE TABLE history_slice
(
    name      text PRIMARY KEY, -- ends the names of its tables
    starts_at timestamptz NOT NULL UNIQUE,
    ends_at   timestamptz NOT NULL
);
CREATE TABLE history_table -- what is sliced, and by which column; the order is that in which a slice is made
(
    name       text PRIMARY KEY,
    kind       text     NOT NULL,
    id         text     NOT NULL,
    made_after smallint NOT NULL
);
INSERT INTO history_table (name, kind, id, made_after)
VALUES ('job_finished', 'jobs', 'id', 1),
       ('attempt_ended', 'attempts', 'job_id', 2),
       ('job_event', 'events', 'job_id', 3),
       ('job_log', 'logs', 'job_id', 4),
       ('job_result', 'results', 'job_id', 5),
       ('artifact', 'artifacts', 'job_id', 6),
       ('jobrunr_jobs', 'jobrunr', 'id', 7);

-- The least id that a job made at this moment can have.
--changeset millrace:history-id splitStatements:false
CREATE FUNCTION history_id(moment timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
SELECT (lpad(to_hex(floor(extract(EPOCH FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Adds the slice from where the last one ends. What was written for that time before there was a slice moves into it.
--changeset millrace:history-add-slice splitStatements:false
CREATE FUNCTION add_history_slice(starts timestamptz, ends timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    slice  text := to_char(starts AT TIME ZONE 'UTC', 'YYYYMMDDHH24MI');
    sliced record;
BEGIN
    FOR sliced IN SELECT * FROM history_table ORDER BY made_after LOOP
        EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', sliced.name || '_rest');
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)',
                       sliced.name || '_' || slice, sliced.name);
        EXECUTE format('WITH moved AS (DELETE FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *)
                        INSERT INTO %5$I SELECT * FROM moved',
                       sliced.name || '_rest', sliced.id, history_id(starts), history_id(ends),
                       sliced.name || '_' || slice);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                       sliced.name, sliced.name || '_' || slice, history_id(starts), history_id(ends));
    END LOOP;
    INSERT INTO history_slice (name, starts_at, ends_at) VALUES (slice, starts, ends);
END
$$;

--changeset millrace:history-drop-slice splitStatements:false
CREATE FUNCTION drop_history_slice(slice text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
$$
DECLARE
    sliced record;
BEGIN
    DELETE FROM history_slice WHERE name = slice;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'There is no slice % of the history', slice;
    END IF;
    FOR sliced IN SELECT * FROM history_table ORDER BY made_after LOOP
        EXECUTE format('DROP TABLE %I', sliced.name || '_' || slice);
    END LOOP;
END
$$;

-- So that no node starts without one; the nodes add more, as long as they keep history.
--changeset millrace:history-first-slice
SELECT add_history_slice(date_trunc('hour', now()), date_trunc('hour', now()) + interval '1 day');

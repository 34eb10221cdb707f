--liquibase formatted sql

-- How slices of the history come and go. Functions of the schema's owner, so that a node needs no right to change tables.
-- Whoever may connect may call a function unless told otherwise: a node that connects as another role than the one that
-- migrates is granted these, like its tables. They look into the caller's temporary tables last, so that no caller can put
-- tables of its own in the place of the schema's.

-- Adds the slice from where the last one ends. What was written for that time before there was a slice moves into it.
--changeset millrace:add_history_slice runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION add_history_slice(starts timestamptz, ends timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER AS
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
REVOKE EXECUTE ON FUNCTION add_history_slice(timestamptz, timestamptz) FROM PUBLIC;
DO
$$ BEGIN EXECUTE format('ALTER FUNCTION add_history_slice(timestamptz, timestamptz) SET search_path = %I, pg_temp', current_schema()); END $$;

--changeset millrace:drop_history_slice runOnChange:true splitStatements:false
CREATE OR REPLACE FUNCTION drop_history_slice(slice text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER AS
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
REVOKE EXECUTE ON FUNCTION drop_history_slice(text) FROM PUBLIC;
DO
$$ BEGIN EXECUTE format('ALTER FUNCTION drop_history_slice(text) SET search_path = %I, pg_temp', current_schema()); END $$;

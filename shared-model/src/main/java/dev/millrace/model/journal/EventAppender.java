package dev.millrace.model.journal;

import dev.millrace.model.db.RowTime;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** The last part of each statement that changes jobs: it appends an event for every changed job. */
public final class EventAppender {
    private static final String EVENT_COLUMNS = "event_number, event_type, event_at, event_data";

    private EventAppender() {}

    /**
     * The part that appends the events and selects them for {@link #event}. The statement's {@code changed} must have
     * at least the id, tool, state and attempt of each job.
     *
     * @param type type of the event, as SQL over the columns of {@code changed}
     * @param data data of the event, as SQL over the columns of {@code changed}
     */
    public static String append(String type, String data) {
        return append(type, "now()", data, "id, tool, state, attempt");
    }

    /**
     * The same with other columns of {@code changed} beside the event's, for {@link #event(Job, ResultSet)}. A
     * transaction takes the shared lock before it takes a number; {@link EventStore#writersInFlight()} looks for that
     * lock.
     *
     * @param at time of the event, as SQL over the columns of {@code changed}
     */
    public static String append(String type, String at, String data, String columns) {
        return """
                , appended AS MATERIALIZED (
                    SELECT changed.*, nextval('job_event_number') AS event_number, %s AS event_type, %s AS event_at,
                           %s AS event_data
                    FROM (SELECT pg_advisory_xact_lock_shared(1835822188, 1) OFFSET 0) AS held CROSS JOIN changed),
                event AS (
                    INSERT INTO job_event (number, job_id, tool, type, state, attempt, at, data)
                    SELECT event_number, id, tool, event_type, state, attempt, event_at, event_data::json FROM appended)
                SELECT %s, %s FROM appended
                """.formatted(type, at, data, columns, EVENT_COLUMNS);
    }

    /** Reads an event from a row of {@link #append(String, String)}. */
    public static JobEvent event(ResultSet row, StatementContext context) throws SQLException {
        return event(
                row.getObject("id", UUID.class),
                row.getString("tool"),
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                row);
    }

    /** Reads the event from a row that also gave the job. */
    public static JobEvent event(Job job, ResultSet row) throws SQLException {
        return event(job.id(), job.tool(), job.state(), job.attempt(), row);
    }

    private static JobEvent event(UUID job, String tool, JobState state, int attempt, ResultSet row)
            throws SQLException {
        return new JobEvent(
                row.getLong("event_number"),
                job,
                tool,
                EventType.valueOf(row.getString("event_type")),
                state,
                attempt,
                RowTime.of(row, "event_at"),
                row.getString("event_data"));
    }
}

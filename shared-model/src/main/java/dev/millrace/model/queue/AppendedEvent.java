package dev.millrace.model.queue;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The event that tells of a change of a job, stored by the statement that made the change.
 *
 * @param priority the job's
 */
record AppendedEvent(JobEvent event, Priority priority) {
    /** What {@link #of} reads. */
    static final String COLUMNS = "event_number, event_type, event_at, event_data";

    private static final String COLUMNS_OF_JOB = "id, tool, priority, state, attempt, ";

    /**
     * The end of a statement whose {@code changed} holds the jobs as they are now, or at least their id, tool, priority,
     * state and attempt: appends an event for each, and selects the events.
     *
     * @param type of the event, as SQL over the columns of {@code changed}
     * @param data of the event, likewise
     */
    static String append(String type, String data) {
        return append(type, "now()", data, COLUMNS_OF_JOB + COLUMNS);
    }

    /**
     * The same, selecting something else. The lock is the one that {@link EventStore#writersInFlight()} looks for; whoever
     * takes a number holds it first.
     *
     * @param at time of the event, as SQL over the columns of {@code changed}
     * @param selected of these columns and those of the event
     */
    static String append(String type, String at, String data, String selected) {
        return """
                , told AS MATERIALIZED (
                    SELECT changed.*, nextval('job_event_number') AS event_number, %s AS event_type, %s AS event_at,
                           %s AS event_data
                    FROM (SELECT pg_advisory_xact_lock_shared(1835822188, 1) OFFSET 0) AS held CROSS JOIN changed),
                event AS (
                    INSERT INTO job_event (number, job_id, tool, type, state, attempt, at, data)
                    SELECT event_number, id, tool, event_type, state, attempt, event_at, event_data::json FROM told)
                SELECT %s FROM told
                """.formatted(type, at, data, selected);
    }

    static AppendedEvent map(ResultSet row, StatementContext context) throws SQLException {
        return of(
                row.getObject("id", UUID.class),
                row.getString("tool"),
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                Priority.ofRank(row.getInt("priority")),
                row);
    }

    static AppendedEvent of(Job job, ResultSet row) throws SQLException {
        return of(job.id(), job.tool(), job.state(), job.attempt(), job.priority(), row);
    }

    private static AppendedEvent of(
            UUID job, String tool, JobState state, int attempt, Priority priority, ResultSet row) throws SQLException {
        return new AppendedEvent(
                new JobEvent(
                        row.getLong("event_number"),
                        job,
                        tool,
                        EventType.valueOf(row.getString("event_type")),
                        state,
                        attempt,
                        JobRow.time(row, "event_at"),
                        row.getString("event_data")),
                priority);
    }
}

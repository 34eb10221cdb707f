package dev.millrace.model.queue;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;

/** A job after a change, and the event that tells of it, both stored by one statement. */
record ChangedJob(Job job, JobEvent event) {
    /**
     * The end of a statement whose {@code changed} holds the jobs as they are now: appends an event for each, and selects
     * both. The lock is the one that {@link EventStore#writersInFlight()} looks for; whoever takes a number holds it first.
     *
     * @param type of the event, as SQL over the columns of {@code changed}
     * @param data of the event, likewise
     */
    static String andItsEvent(String type, String data) {
        return andItsEvent(type, "now()", data);
    }

    /** @param at time of the event, likewise */
    static String andItsEvent(String type, String at, String data) {
        return """
                , told AS MATERIALIZED (
                    SELECT changed.*, nextval('job_event_number') AS event_number, %s AS event_type, %s AS event_at,
                           %s AS event_data
                    FROM (SELECT pg_advisory_xact_lock_shared(1835822188, 1) OFFSET 0) AS held CROSS JOIN changed),
                event AS (
                    INSERT INTO job_event (number, job_id, tool, type, state, attempt, at, data)
                    SELECT event_number, id, tool, event_type, state, attempt, event_at, event_data::json FROM told)
                SELECT %s, event_number, event_type, event_at, event_data FROM told
                """.formatted(type, at, data, JobRow.COLUMNS);
    }

    static ChangedJob map(ResultSet row, StatementContext context) throws SQLException {
        Job job = JobRow.map(row, context);
        return new ChangedJob(
                job,
                new JobEvent(
                        row.getLong("event_number"),
                        job.id(),
                        job.tool(),
                        EventType.valueOf(row.getString("event_type")),
                        job.state(),
                        job.attempt(),
                        JobRow.time(row, "event_at"),
                        row.getString("event_data")));
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** A job after a change, and the event that tells of it, both stored by one statement. */
record ChangedJob(Job job, JobEvent event) {
    /**
     * The end of a statement whose {@code changed} holds the jobs as they are now: appends an event for each, and selects
     * both.
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
                , told AS (
                    INSERT INTO job_event (job_id, tool, type, state, attempt, at, data)
                    SELECT id, tool, %s, state, attempt, %s, %s::json FROM changed
                    RETURNING number AS event_number, job_id AS event_job, type AS event_type, at AS event_at,
                              data AS event_data)
                SELECT * FROM changed JOIN told ON event_job = id
                """.formatted(type, at, data);
    }

    static ChangedJob map(ResultSet row, StatementContext context) throws SQLException {
        Job job = JobRow.map(row, context);
        return new ChangedJob(
                job,
                new JobEvent(
                        row.getLong("event_number"),
                        row.getObject("event_job", UUID.class),
                        job.tool(),
                        EventType.valueOf(row.getString("event_type")),
                        job.state(),
                        job.attempt(),
                        JobRow.time(row, "event_at"),
                        row.getString("event_data")));
    }
}

package dev.millrace.model.lifecycle;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.journal.EventAppender;
import dev.millrace.model.lookup.JobRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;

/** A job after a change, and the event that tells of it. */
public record ChangedJob(Job job, JobEvent event) {
    /** As {@link EventAppender#append(String, String)}, selecting the whole jobs. */
    public static String andItsEvent(String type, String data) {
        return andItsEvent(type, "now()", data);
    }

    /** @param at time of the event, as SQL over the columns of {@code changed} */
    public static String andItsEvent(String type, String at, String data) {
        return EventAppender.append(type, at, data, JobRow.COLUMNS);
    }

    public static ChangedJob map(ResultSet row, StatementContext context) throws SQLException {
        Job job = JobRow.map(row, context);
        return new ChangedJob(job, EventAppender.event(job, row));
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.Job;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;

/** A job after a change, and the event that tells of it. */
record ChangedJob(Job job, AppendedEvent told) {
    /** As {@link AppendedEvent#append(String, String)}, selecting the jobs as well. */
    static String andItsEvent(String type, String data) {
        return andItsEvent(type, "now()", data);
    }

    /** @param at time of the event, as SQL over the columns of {@code changed} */
    static String andItsEvent(String type, String at, String data) {
        return AppendedEvent.append(type, at, data, JobRow.COLUMNS + ", " + AppendedEvent.COLUMNS);
    }

    static ChangedJob map(ResultSet row, StatementContext context) throws SQLException {
        Job job = JobRow.map(row, context);
        return new ChangedJob(job, AppendedEvent.of(job, row));
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.Job;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A job that this transaction has locked, and JobRunr's row of it.
 *
 * @param row as JSON; absent when somebody deleted it. Whoever waited for the lock can have read a row that is one change
 *     old, which costs its history that change and nothing else.
 */
record LockedJob(Job job, @Nullable String row) {
    /** What a statement selects from {@code job} for {@link #map}; one look-up by key for each job, whatever the plan. */
    static final String COLUMNS =
            "job.*, (SELECT jobAsJson FROM jobrunr_jobs WHERE id = job.id::text::bpchar) AS jobrunr_row";

    static LockedJob map(ResultSet row, StatementContext context) throws SQLException {
        return new LockedJob(JobRow.map(row, context), row.getString("jobrunr_row"));
    }
}

package dev.millrace.model.lookup;

import dev.millrace.model.job.JobState;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Conditions on a job's state that offer the planner only the right index. With statistics of a time when hardly a job
 * waited, all indexes look equally good to the planner. It could then read the whole index of queued jobs to find one
 * job by its id. Postgres has no setting that keeps one index from one statement, so the condition is in the index and in the
 * statements that may use it.
 */
public final class StateSql {
    /** The condition of the index of jobs by state; lists add it to use that index. */
    public static final String LISTED = "length(state) <> 0";

    private static final String LIVE = "state IN ('SCHEDULED', 'QUEUED', 'RUNNING')";

    private StateSql() {}

    /** For live jobs of given ids: Postgres looks for these in the index of the key alone. */
    public static String ofKnown(JobState... states) {
        return Arrays.stream(states)
                .map(state -> "'" + state + "'")
                .collect(Collectors.joining(", ", LIVE + " AND state || '' IN (", ")"));
    }
}

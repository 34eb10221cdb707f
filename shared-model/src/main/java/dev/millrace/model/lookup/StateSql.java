package dev.millrace.model.lookup;

import dev.millrace.model.job.JobState;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Conditions on a job's state that offer the planner the right index and no other. All indexes look equally good to it
 * while its statistics are of a time when next to nothing waited, and that of all queued jobs would be read whole to find
 * one of them by its id.
 */
public final class StateSql {
    /** What the index of jobs by state asks for, of who lists them. */
    public static final String LISTED = "length(state) <> 0";

    private static final String LIVE = "state IN ('SCHEDULED', 'QUEUED', 'RUNNING')";

    private StateSql() {}

    /** Of live jobs whose ids are given, which are thus looked for in the index of the key alone. */
    public static String ofKnown(JobState... states) {
        return Arrays.stream(states)
                .map(state -> "'" + state + "'")
                .collect(Collectors.joining(", ", LIVE + " AND state || '' IN (", ")"));
    }
}

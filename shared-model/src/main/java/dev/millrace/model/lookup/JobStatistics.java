package dev.millrace.model.lookup;

import dev.millrace.model.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Counts over all jobs: by state, and the recent figures of each tool. */
public final class JobStatistics {
    /** Runs older than this do not count in a tool's figures. */
    public static final Duration WINDOW = Duration.ofHours(24);

    private final Jdbi jdbi;

    public JobStatistics(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The figures of a tool within the window.
     *
     * @param runs jobs that ended, without cancelled ones
     * @param p50 median duration of the jobs' last attempts; null without a run
     */
    public record ToolFigures(
            String tool,
            int runs,
            int failures,
            @Nullable Duration p50,
            @Nullable Duration p95) {}

    /** How many jobs there are in each state. */
    public Map<JobState, Long> states() {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        for (JobState state : JobState.values()) {
            counts.put(state, 0L);
        }
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT state, count(*) AS jobs FROM job WHERE " + StateSql.LISTED + " GROUP BY state")
                .map((row, context) -> counts.put(JobState.valueOf(row.getString("state")), row.getLong("jobs")))
                .list());
        return counts;
    }

    /** The tools that had a run within the window, by name. */
    public List<ToolFigures> tools() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT tool, count(*) AS runs, count(*) FILTER (WHERE state = 'FAILED') AS failures,
                               percentile_cont(0.5) WITHIN GROUP (ORDER BY duration) AS p50,
                               percentile_cont(0.95) WITHIN GROUP (ORDER BY duration) AS p95
                        FROM (SELECT tool, state, extract(EPOCH FROM finished_at - started_at) * 1000 AS duration
                              FROM job
                              WHERE state IN ('SUCCEEDED', 'FAILED')
                                AND finished_at > now() - :window * interval '1 second') AS run
                        GROUP BY tool ORDER BY tool
                        """)
                .bind("window", WINDOW.toSeconds())
                .map(JobStatistics::toToolFigures)
                .list());
    }

    private static ToolFigures toToolFigures(ResultSet row, StatementContext context) throws SQLException {
        return new ToolFigures(
                row.getString("tool"),
                row.getInt("runs"),
                row.getInt("failures"),
                millis(row, "p50"),
                millis(row, "p95"));
    }

    private static @Nullable Duration millis(ResultSet row, String column) throws SQLException {
        double millis = row.getDouble(column);
        return row.wasNull() ? null : Duration.ofMillis(Math.round(millis));
    }
}

package dev.millrace.model.jobrunr.storage;

import dev.millrace.model.job.JobState;
import dev.millrace.model.lookup.StateSql;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.JobStats;

/** JobRunr's statistics of both kinds of jobs. What waits and runs is exact; what has ended may be a moment old. */
final class JobCounts {
    private static final String OF_TOOLS =
            "SELECT state, count(*) AS jobs FROM job WHERE " + StateSql.LISTED + " AND state IN (%s) GROUP BY state";
    private static final String LIVE = OF_TOOLS.formatted("'SCHEDULED', 'QUEUED', 'RUNNING'");
    private static final String ENDED = OF_TOOLS.formatted("'SUCCEEDED', 'FAILED', 'CANCELLED'");
    private static final String OF_PROGRAMS = "SELECT state, count(*) AS jobs FROM jobrunr_jobs GROUP BY state";

    private static final String REST = """
            SELECT (SELECT count(*) FROM jobrunr_recurring_jobs) AS recurring,
                   (SELECT count(*) FROM jobrunr_backgroundjobservers) AS servers,
                   coalesce((SELECT value::numeric FROM jobrunr_metadata
                             WHERE id = 'succeeded-jobs-counter-cluster'), 0) AS ever_succeeded
            """;

    private final Jdbi jdbi;
    private final EndedCounts ended;

    JobCounts(Jdbi jdbi) {
        this.jdbi = jdbi;
        ended = new EndedCounts(() -> ofTools(ENDED), System::nanoTime);
    }

    /** The jobs of tools in a state; 0 for a state that they are never in. */
    long ofTools(StateName state) {
        return switch (state) {
            case SUCCEEDED, FAILED, DELETED -> ended.of(JobState.valueOf(MillraceStorage.ofTool(state)));
            case SCHEDULED, ENQUEUED, PROCESSING ->
                jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM job WHERE " + StateSql.LISTED + " AND state = :state")
                        .bind("state", MillraceStorage.ofTool(state))
                        .mapTo(Long.class)
                        .one());
            case AWAITING -> 0;
        };
    }

    JobStats all() {
        Instant start = Instant.now();
        Map<String, Long> jobs = ofPrograms();
        Map<JobState, Long> ofTools = new EnumMap<>(ended.all());
        ofTools.putAll(ofTools(LIVE));
        for (StateName state : StateName.values()) {
            ofTools.entrySet().stream()
                    .filter(counted -> counted.getKey().name().equals(MillraceStorage.ofTool(state)))
                    .forEach(counted -> jobs.merge(state.name(), counted.getValue(), Long::sum));
        }
        return jdbi.withHandle(handle -> handle.createQuery(REST)
                .map((row, context) -> new JobStats(
                        start,
                        jobs.values().stream().mapToLong(Long::longValue).sum(),
                        jobs.getOrDefault(StateName.AWAITING.name(), 0L),
                        jobs.getOrDefault(StateName.SCHEDULED.name(), 0L),
                        jobs.getOrDefault(StateName.ENQUEUED.name(), 0L),
                        jobs.getOrDefault(StateName.PROCESSING.name(), 0L),
                        jobs.getOrDefault(StateName.FAILED.name(), 0L),
                        jobs.getOrDefault(StateName.SUCCEEDED.name(), 0L),
                        row.getLong("ever_succeeded"),
                        jobs.getOrDefault(StateName.DELETED.name(), 0L),
                        row.getInt("recurring"),
                        row.getInt("servers")))
                .one());
    }

    private Map<String, Long> ofPrograms() {
        Map<String, Long> counts = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(OF_PROGRAMS)
                .map((row, context) -> counts.put(row.getString("state"), row.getLong("jobs")))
                .list());
        return counts;
    }

    private Map<JobState, Long> ofTools(String query) {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        jdbi.useHandle(handle -> handle.createQuery(query)
                .map((row, context) -> counts.put(JobState.valueOf(row.getString("state")), row.getLong("jobs")))
                .list());
        return counts;
    }
}

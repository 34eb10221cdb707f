package dev.millrace.model.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.TestQueue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search reads: rows are counted, not time. */
class JobSearchCostTest {
    private final TestQueue queue = new TestQueue();
    private final JobSearch search = new JobSearch(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    /** Neither by sorting all that have it nor by reading all that there are. Rows are counted, not time. */
    @ParameterizedTest
    @CsvSource({"7, 8, 2_500", "common, 50, 500"})
    void label_isFoundInFewRows(String owner, int found, String rows) {
        queue.execute("""
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, labels, timeout_ms, max_attempts)
                SELECT gen_random_uuid(), 'count', 1, state, 'default', 2, '{}',
                       CASE WHEN number % 2 = 0 THEN json_build_object('owner', 'common')
                            ELSE json_build_object('owner', (number % 5000)::text) END::jsonb, 1000, 1
                FROM generate_series(1, 20000) AS number CROSS JOIN unnest(ARRAY['QUEUED', 'SUCCEEDED']) AS state
                """);
        queue.execute("ANALYZE");
        JobFilter owned = new JobFilter(List.of(), null, null, Map.of("owner", owner), null);
        for (JobFilter filter : List.of(owned, owned.in(List.of(JobState.QUEUED, JobState.SUCCEEDED)))) {
            try (Database own = new Database(queue.settings, "search", 1)) {
                long before = rowsRead(own.jdbi());
                assertEquals(
                        found,
                        new JobSearch(own.jdbi())
                                .list(filter.page(null, 50))
                                .jobs()
                                .size());
                long read = rowsRead(own.jdbi()) - before;
                assertTrue(read < Integer.parseInt(rows.replace("_", "")), () -> read + " rows were read");
            }
        }
    }

    @Test
    void newestOfSomeStates_areFoundByTheirIndex_whateverThePlannerKnows() {
        queue.execute("ANALYZE");
        queue.execute("""
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms, max_attempts)
                SELECT gen_random_uuid(), 'count', 1, CASE WHEN number <= 5 THEN 'FAILED' ELSE state END, 'default', 2, '{}',
                       1000, 1
                FROM generate_series(1, 20000) AS number CROSS JOIN unnest(ARRAY['QUEUED', 'SUCCEEDED']) AS state
                """);
        List<JobState> states = List.of(JobState.QUEUED, JobState.FAILED, JobState.SUCCEEDED);
        try (Database own = new Database(queue.settings, "search", 1)) {
            JobSearch ownSearch = new JobSearch(own.jdbi());
            for (int i = 1; i <= states.size(); i++) {
                JobFilter.Page page = new JobFilter(states.subList(0, i), null, null, Map.of(), null).page(null, 50);
                long before = rowsRead(own.jdbi());
                List<UUID> ids =
                        ownSearch.list(page).jobs().stream().map(Job::id).toList();
                long read = rowsRead(own.jdbi()) - before;
                assertEquals(50, ids.size());
                assertEquals(
                        ids.stream()
                                .sorted(Comparator.comparing(UUID::toString).reversed())
                                .toList(),
                        ids);
                assertTrue(read < 500, () -> read + " rows were read");
            }
        }
    }

    /** By the one session of that pool and by all others whose counts have arrived, which do nothing here. */
    private static long rowsRead(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("SELECT pg_stat_force_next_flush()"));
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))
                        FROM pg_stat_user_tables WHERE relname = 'job_live' OR relname LIKE 'job_finished%'
                        """).mapTo(Long.class).one());
    }
}

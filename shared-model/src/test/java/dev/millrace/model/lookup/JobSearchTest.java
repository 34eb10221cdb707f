package dev.millrace.model.lookup;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.test.AtOnce;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSearchTest {
    private static final JobFilter.Page ALL = new JobFilter(List.of(), null, null, Map.of(), null).page(null, 200);

    private final TestQueue queue = new TestQueue();
    private final JobSearch search = new JobSearch(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    private Job submit(String tool, String name, String parameters, Map<String, String> labels) {
        return queue.submit(new NewJob(
                tool,
                1,
                parameters,
                name,
                Priority.NORMAL,
                NewJob.Start.NOW,
                Duration.ofMinutes(5),
                3,
                labels,
                null,
                null,
                "somebody"));
    }

    @Test
    void longParameters_makeShortPages_thatHoldAllTogether() {
        String long1 = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            newestFirst.add(0, submit("count", "default", long1, Map.of()).id());
        }
        JobFilter filter = new JobFilter(List.of(), null, null, Map.of(), null);
        JobSearch.Found first = search.list(filter.page(null, 50));
        UUID last = first.jobs().get(first.jobs().size() - 1).id();
        JobSearch.Found rest = search.list(filter.page(last, 50));

        assertTrue(first.more() && first.jobs().size() < 10, first.jobs().size() + " at once");
        assertFalse(rest.more());
        assertEquals(
                newestFirst,
                Stream.concat(first.jobs().stream(), rest.jobs().stream())
                        .map(Job::id)
                        .toList());
    }

    private List<UUID> list(JobFilter.Page filter) {
        return search.list(filter).jobs().stream().map(Job::id).toList();
    }

    private static JobFilter.Page labelled(Map<String, String> labels) {
        return new JobFilter(List.of(), null, null, labels, null).page(null, 200);
    }

    private static JobFilter.Page text(String text) {
        return new JobFilter(List.of(), null, null, Map.of(), text).page(null, 200);
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

    @Test
    void list_isNewestFirst() {
        Job first = queue.submit();
        Job second = queue.submit();
        Job third = queue.submit();

        assertEquals(List.of(third.id(), second.id(), first.id()), list(ALL));
    }

    @Test
    void pages_holdEveryJobOnceWhileNewOnesCome() {
        List<UUID> expected = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            expected.add(0, queue.submit().id());
        }

        List<UUID> seen = new ArrayList<>();
        List<UUID> page = list(page(null));
        while (!page.isEmpty()) {
            seen.addAll(page);
            queue.submit();
            page = list(page(seen.get(seen.size() - 1)));
        }

        assertEquals(expected, seen);
    }

    private static JobFilter.Page page(UUID before) {
        return new JobFilter(List.of(), null, null, Map.of(), null).page(before, 10);
    }

    @Test
    void filters_areCombined() {
        Job a = submit("copy", "slow", "{}", Map.of());
        Job b = submit("copy", "fast", "{}", Map.of());
        submit("move", "slow", "{}", Map.of());
        queue.cancellations.one(b.id(), "test");

        assertEquals(
                List.of(b.id(), a.id()), list(new JobFilter(List.of(), "copy", null, Map.of(), null).page(null, 200)));
        assertEquals(List.of(a.id()), list(new JobFilter(List.of(), "copy", "slow", Map.of(), null).page(null, 200)));
        assertEquals(
                List.of(b.id()),
                list(new JobFilter(List.of(JobState.CANCELLED, JobState.FAILED), "copy", null, Map.of(), "CANCELLED")
                        .page(null, 200)));
        assertEquals(
                List.of(), list(new JobFilter(List.of(JobState.FAILED), null, null, Map.of(), null).page(null, 200)));
    }

    @Test
    void labels_mustAllMatchExactly() {
        Job both = submit("copy", "default", "{}", Map.of("team", "docs", "year", "2026"));
        Job one = submit("copy", "default", "{}", Map.of("team", "docs"));

        assertEquals(List.of(one.id(), both.id()), list(labelled(Map.of("team", "docs"))));
        assertEquals(List.of(both.id()), list(labelled(Map.of("team", "docs", "year", "2026"))));
        assertEquals(List.of(), list(labelled(Map.of("team", "doc"))));
        assertEquals(List.of(), list(labelled(Map.of("docs", "team"))));
    }

    @Test
    void labels_mayHoldAnyText() {
        Map<String, String> odd = Map.of("a\"b", "c'd\\e:%_ä😀", ":label", "?");

        Job job = submit("copy", "default", "{}", odd);

        assertEquals(odd, queue.reader.get(job.id()).labels());
        assertEquals(List.of(job.id()), list(labelled(odd)));
    }

    @ParameterizedTest
    @CsvSource({"copy", "COPY", "opy", "ÄPFEL", "docs", "50%", "a_b"})
    void text_isFoundAnywhereWhateverTheCase(String text) {
        Job job = submit("copy", "default", "{\"what\": \"äpfel 50% a_b\"}", Map.of("team", "docs"));
        submit("move", "default", "{\"what\": \"birnen 50 aXb\"}", Map.of());

        assertEquals(List.of(job.id()), list(text(text)));
    }

    @Test
    void text_findsTheErrorAndTheId() {
        Job failed = queue.finish(queue.running(), TestQueue.failed(null));
        queue.submit();

        assertEquals(List.of(failed.id()), list(text("exited with code 75")));
        assertEquals(List.of(failed.id()), list(text(failed.id().toString())));
    }

    @Test
    void text_thatTakesTooLong_isRefusedAndTheConnectionIsAsBefore() throws SQLException {
        try (Connection connection = queue.database.dataSource().getConnection()) {
            Jdbi one = Jdbi.create(connection);
            String before = statementTimeout(one);
            JobSearch impatient = new JobSearch(one, Duration.ofMillis(20), Duration.ZERO);
            whileNobodyCanReadJobs(() -> {
                MillraceException refused = assertThrows(MillraceException.class, () -> impatient.list(text("copy")));
                assertEquals(ErrorCode.UNAVAILABLE, refused.code());
                assertTrue(refused.getMessage().contains("Narrow it"), refused.getMessage());
            });
            assertEquals(before, statementTimeout(one));
        }
    }

    private static String statementTimeout(Jdbi connection) {
        return connection.withHandle(handle ->
                handle.createQuery("SHOW statement_timeout").mapTo(String.class).one());
    }

    private void whileNobodyCanReadJobs(Runnable step) {
        // Not with a callback: the step's own statements would run in the same transaction.
        try (Handle handle = queue.database.jdbi().open().begin()) {
            try {
                handle.execute("LOCK TABLE job");
                step.run();
            } finally {
                handle.rollback();
            }
        }
    }

    @Test
    void texts_areLookedForTwoAtOnce() {
        Job job = queue.submit();
        JobSearch patient = new JobSearch(queue.database.jdbi(), Duration.ofMinutes(2), Duration.ZERO);
        List<CompletableFuture<JobSearch.Found>> searches = new ArrayList<>();
        whileNobodyCanReadJobs(() -> {
            for (int i = 0; i < 2; i++) {
                searches.add(AtOnce.start(() -> patient.list(text("docs"))));
            }
            eventually("both wait for the table", () -> waitingSearches() == 2);

            MillraceException refused = assertThrows(MillraceException.class, () -> patient.list(text("docs")));
            assertEquals(ErrorCode.UNAVAILABLE, refused.code());
        });
        searches.forEach(search -> assertEquals(List.of(job), search.join().jobs()));
        assertEquals(List.of(job), patient.list(text("docs")).jobs());
    }

    private int waitingSearches() {
        return queue.database
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%position(%'
                        """).mapTo(Integer.class).one());
    }
}

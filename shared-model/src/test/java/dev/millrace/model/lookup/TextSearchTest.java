package dev.millrace.model.lookup;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.test.AtOnce;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts have no index: a search for one reads all jobs that the other conditions leave. */
class TextSearchTest {
    private final TestQueue queue = new TestQueue();
    private final JobSearch search = new JobSearch(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    private List<UUID> list(JobFilter.Page filter) {
        return search.list(filter).jobs().stream().map(Job::id).toList();
    }

    private static JobFilter.Page text(String text) {
        return new JobFilter(List.of(), null, null, Map.of(), text).page(null, 200);
    }

    @ParameterizedTest
    @CsvSource({"copy", "COPY", "opy", "ÄPFEL", "docs", "50%", "a_b"})
    void text_isFoundAnywhereWhateverTheCase(String text) {
        Job job = queue.submit("copy", "default", "{\"what\": \"äpfel 50% a_b\"}", Map.of("team", "docs"));
        queue.submit("move", "default", "{\"what\": \"birnen 50 aXb\"}", Map.of());

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

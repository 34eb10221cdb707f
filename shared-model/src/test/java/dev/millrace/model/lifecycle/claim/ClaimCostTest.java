package dev.millrace.model.lifecycle.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.lifecycle.OneTransaction;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.lifecycle.finish.Completions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What a claim reads of the jobs does not grow with their number, whatever the planner knows of them. Rows are counted,
 * not time.
 */
class ClaimCostTest {
    private static final int MANY = 20_000;
    private static final int CLAIMS = 12;
    private static final int LIMIT = 4;
    private static final Duration AGEING = Duration.ofMinutes(10);

    private static final Outcome SUCCEEDED = TestQueue.succeeded(null);

    private final TestQueue queue = new TestQueue();
    private final UUID worker = queue.worker();

    @AfterEach
    void close() {
        queue.close();
    }

    private void fill(String name, int priority, int jobs, String state) {
        queue.execute("""
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms, max_attempts,
                                 queued_at)
                SELECT gen_random_uuid(), 'count', 1, ?, ?, ?, '{}', 1000, 1,
                       now() - number * interval '1 s'
                FROM generate_series(1, ?) AS number
                """, state, name, priority, jobs);
    }

    private void pause(String name) {
        queue.execute("INSERT INTO queue (name) VALUES (?)", name);
    }

    private void analyse() {
        queue.execute("ANALYZE");
    }

    /** Claims and finishes again and again, until the driver has prepared the statements, and looks at what was read. */
    private void assertCheap(List<String> queues, int ageing, long mostRows) {
        try (OneTransaction one = new OneTransaction(queue)) {
            Claims claims = new Claims(one.transactions);
            Completions completions = new Completions(one.transactions);
            long before = rowsRead(one);
            List<Job> claimed = new ArrayList<>();
            for (int i = 0; i < CLAIMS; i++) {
                List<Job> some = claims.claim(worker, queues, LIMIT, new AgeingQuota(ageing, AGEING));
                assertEquals(LIMIT, some.size());
                claimed.addAll(some);
            }
            long afterClaims = rowsRead(one);
            assertAtMost(mostRows, (afterClaims - before) / CLAIMS, "A claim of " + LIMIT + " jobs");
            claimed.forEach(job -> completions.finish(job, SUCCEEDED));
            assertAtMost(5, (rowsRead(one) - afterClaims) / claimed.size(), "The end of an attempt");
        }
    }

    private static void assertAtMost(long most, long rows, String what) {
        assertTrue(rows <= most, () -> what + " read " + rows + " rows");
    }

    private static long rowsRead(OneTransaction one) {
        return one.jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))
                        FROM pg_stat_xact_user_tables WHERE relname = 'job_live' OR relname LIKE 'job_finished%'
                        """).mapTo(Long.class).one());
    }

    @Test
    void everyQueue_neverAnalysed() {
        fill("default", 2, MANY, "QUEUED");

        assertCheap(List.of(), 0, 10 * LIMIT);
    }

    @Test
    void everyQueue_analysedWhenItWasEmpty() {
        analyse();
        fill("default", 2, MANY, "QUEUED");

        assertCheap(List.of(), 1, 10 * LIMIT);
    }

    @Test
    void everyQueue_analysed_amongManyThatHaveEnded() {
        fill("default", 2, MANY, "SUCCEEDED");
        fill("default", 2, MANY, "QUEUED");
        analyse();

        assertCheap(List.of(), 1, 10 * LIMIT);
    }

    @Test
    void manyJobsOfAPausedQueue_areNotPassedBy() {
        fill("paused", 0, MANY, "QUEUED");
        fill("open", 3, 1_000, "QUEUED");
        pause("paused");
        assertCheap(List.of(), 1, 200);
        analyse();
        assertCheap(List.of(), 1, 200);
    }

    @Test
    void manyJobsOfAQueueThatTheWorkerDoesNotServe_areNotPassedBy() {
        fill("others", 0, MANY, "QUEUED");
        fill("own", 3, 1_000, "QUEUED");
        assertCheap(List.of("own"), 1, 200);
        analyse();
        assertCheap(List.of("own"), 1, 200);
    }

    /** What an index passes by is no row that is read, but pages are. */
    @Test
    void manyScheduledJobs_areNotPassedBy() {
        fill("own", 1, MANY, "SCHEDULED");
        fill("own", 2, LIMIT, "QUEUED");
        fill("zebra", 1, MANY, "SCHEDULED");

        // The first call of a session also reads the catalogue.
        int pages = queue.database.jdbi().withHandle(handle -> {
            pagesOfHead(handle);
            return pagesOfHead(handle);
        });
        assertTrue(pages < 50, () -> pages + " pages");
    }

    private static int pagesOfHead(Handle handle) {
        JsonNode head = Json.mapper()
                .readTree(handle.createQuery(
                                "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM queue_head('own', 0::smallint, 100)")
                        .mapTo(String.class)
                        .one())
                .at("/0/Plan");
        assertEquals(LIMIT, head.get("Actual Rows").asInt());
        return head.get("Shared Hit Blocks").asInt()
                + head.get("Shared Read Blocks").asInt();
    }

    @Test
    void statisticsOfAQuieterTime_doNotMatter() {
        fill("own", 2, 2 * MANY, "SUCCEEDED");
        for (int jobs : new int[] {10, 100, 400, 2_000}) {
            fill("own", 2, jobs, "QUEUED");
            analyse();
            fill("own", 2, MANY, "QUEUED");

            assertCheap(List.of("own"), 1, 200);
            assertCheap(List.of(), 1, 10 * LIMIT);
            queue.execute("DELETE FROM job WHERE state = 'QUEUED'");
        }
    }

    @Test
    void manyPausedQueues_costALookEach() {
        for (int i = 0; i < 200; i++) {
            fill("paused-" + i, 0, MANY / 200, "QUEUED");
            pause("paused-" + i);
        }
        fill("open", 3, 1_000, "QUEUED");
        assertCheap(List.of(), 1, 200 + 2 * 200);
        analyse();
        assertCheap(List.of(), 1, 200 + 2 * 200);
    }
}

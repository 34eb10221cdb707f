package dev.millrace.model.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.Progress;
import dev.millrace.model.job.Settlement;
import dev.millrace.model.queue.WorkStore.Ending;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A queue that was empty when Postgres last vacuumed it looks to the planner as if nothing were ever in it, until it is
 * vacuumed again: all its indexes seem equally good. Blocks that are touched are counted, not time.
 */
class EmptyStatisticsTest {
    private static final int MANY = 50_000;
    private static final int SOME = 5;
    private static final int RUNS = 12;

    /** Of the table and its indexes; to read an index whole takes more than all of a run. */
    private static final int BLOCKS_OF_A_JOB = 60;

    private static final Outcome SUCCEEDED = TestQueue.succeeded(null);
    private static final Settlement SETTLED = Settlement.of(SUCCEEDED, 0, 1, false, 0);

    private final TestQueue queue = new TestQueue();
    private final UUID worker = queue.worker();

    @BeforeEach
    void fillWhatLooksEmpty() {
        fill(MANY, "QUEUED");
        fill(1, "QUEUED");
        queue.execute("DELETE FROM job WHERE ctid <> (SELECT max(ctid) FROM job)");
        queue.execute("VACUUM job_live");
        fill(MANY, "QUEUED");
        fill(MANY, "SCHEDULED");
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void fill(int jobs, String state) {
        queue.execute("""
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms, max_attempts,
                                 queued_at)
                SELECT gen_random_uuid(), 'count', 1, ?, 'default', 2, '{}', 1000, 1, now()
                FROM generate_series(1, ?) AS number
                """, state, jobs);
    }

    /** Again and again, until the driver has prepared the statement and Postgres has planned it for good. */
    private static void assertCheap(Handle handle, String what, ToIntFunction<Handle> run) {
        for (int i = 0; i < RUNS; i++) {
            long before = blocks(handle);
            int jobs = run.applyAsInt(handle);
            long touched = blocks(handle) - before;
            assertTrue(
                    touched <= (long) BLOCKS_OF_A_JOB * jobs,
                    () -> what + " of " + jobs + " jobs touched " + touched + " blocks");
        }
    }

    private static long blocks(Handle handle) {
        return handle.createQuery("""
                        SELECT sum(pg_stat_get_xact_blocks_fetched(oid))
                        FROM (SELECT 'job_live'::regclass::oid AS oid
                              UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid = 'job_live'::regclass) AS live
                        """).mapTo(Long.class).one();
    }

    private List<Job> claim(Handle handle) {
        List<ChangedJob> claimed = ClaimStore.claim(handle, worker, List.of(), SOME, AgeingQuota.NONE);
        assertEquals(SOME, claimed.size());
        return claimed.stream().map(ChangedJob::job).toList();
    }

    private static List<UUID> waiting(Handle handle) {
        return handle.createQuery("SELECT id FROM job WHERE state = 'QUEUED' LIMIT " + SOME)
                .mapTo(UUID.class)
                .list();
    }

    private static List<UUID> ids(List<Job> jobs) {
        return jobs.stream().map(Job::id).toList();
    }

    private static int settle(Handle handle, List<Job> jobs) {
        return WorkStore.settle(
                        handle,
                        jobs.stream()
                                .map(job -> new Ending(job, SUCCEEDED, SETTLED))
                                .toList())
                .size();
    }

    @Test
    void whatAWorkerDoes_readsNothingWhole() {
        try (Database database = Database.byKey(queue.settings, "worker", 1)) {
            database.jdbi().useHandle(handle -> {
                handle.begin();
                assertCheap(handle, "A claim and the end", at -> settle(at, claim(at)));
                Job running = claim(handle).get(0);
                assertCheap(
                        handle,
                        "Progress",
                        at -> JobStore.progress(at, running.id(), 1, new Progress(50, "half"), "{}")
                                        .isPresent()
                                ? 1
                                : 0);
                assertCheap(
                        handle, "Queueing", at -> JobStore.enqueueDue(at, SOME).size());
                handle.rollback();
            });
        }
    }

    @Test
    void whatAnApiNodeDoes_readsNothingWhole() {
        queue.database.jdbi().useHandle(handle -> {
            handle.begin();
            List<UUID> waiting = waiting(handle);
            assertCheap(handle, "Reading", at -> JobStore.read(at, waiting).size());
            assertCheap(handle, "Locking", at -> JobStore.lock(at, waiting).size());
            assertCheap(handle, "Telling", at -> JobStore.tell(at, waiting).size());
            assertCheap(
                    handle,
                    "Cancelling",
                    at -> JobStore.cancelWaiting(at, waiting(at), "someone").size());
            assertCheap(
                    handle,
                    "Asking to cancel",
                    at -> JobStore.requestCancel(at, ids(claim(at)), "someone").size());
            handle.rollback();
        });
    }
}

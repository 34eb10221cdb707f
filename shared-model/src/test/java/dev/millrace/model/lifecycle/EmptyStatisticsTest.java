package dev.millrace.model.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Progress;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.lifecycle.claim.Claims;
import dev.millrace.model.lifecycle.due.DueJobs;
import dev.millrace.model.lifecycle.finish.AttemptEnd;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.lifecycle.progress.ProgressReports;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.lookup.JobSearch;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
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
    private static final int MORE_THAN_A_STATEMENT_STORES = 1_001;

    /** Of the table and its indexes; to read an index whole takes more than all of a run. */
    private static final int BLOCKS_OF_A_JOB = 60;

    private static final Outcome SUCCEEDED = TestQueue.succeeded(null);

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
    private static void assertCheap(OneTransaction one, String what, IntSupplier run) {
        for (int i = 0; i < RUNS; i++) {
            long before = blocks(one);
            int jobs = run.getAsInt();
            long touched = blocks(one) - before;
            assertTrue(
                    touched <= (long) BLOCKS_OF_A_JOB * jobs,
                    () -> what + " of " + jobs + " jobs touched " + touched + " blocks");
        }
    }

    private static long blocks(OneTransaction one) {
        return one.jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT sum(pg_stat_get_xact_blocks_fetched(oid))
                        FROM (SELECT 'job_live'::regclass::oid AS oid
                              UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid = 'job_live'::regclass) AS live
                        """).mapTo(Long.class).one());
    }

    private static List<UUID> waiting(OneTransaction one, int jobs) {
        return one.jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM job WHERE state = 'QUEUED' LIMIT " + jobs)
                        .mapTo(UUID.class)
                        .list());
    }

    @Test
    void whatAWorkerDoes_readsNothingWhole() {
        try (OneTransaction one = new OneTransaction(queue)) {
            Claims claims = new Claims(one.transactions);
            Completions completions = new Completions(one.transactions);
            assertCheap(one, "A claim and the end", () -> {
                List<Job> claimed = claims.claim(worker, List.of(), SOME);
                assertEquals(SOME, claimed.size());
                return completions
                        .finish(claimed.stream()
                                .map(job -> AttemptEnd.of(job, SUCCEEDED))
                                .toList())
                        .size();
            });
            UUID running = claims.claim(worker, List.of(), 1).get(0).id();
            ProgressReports reports = new ProgressReports(one.transactions);
            assertCheap(one, "Progress", () -> reports.note(running, 1, new Progress(50, "half")) ? 1 : 0);
            assertCheap(one, "Queueing", () -> new DueJobs(one.transactions).enqueue(SOME));
        }
    }

    @Test
    void whatAnApiNodeDoes_readsNothingWhole() {
        try (OneTransaction one = new OneTransaction(queue)) {
            List<UUID> waiting = waiting(one, SOME);
            assertCheap(
                    one,
                    "Locking",
                    () -> one.jdbi.withHandle(
                            handle -> LockedJobs.all(handle, waiting).size()));
            Submissions submissions = new Submissions(one.transactions);
            ToolJobs jobs =
                    new ToolJobs(new MillraceStorage(queue.database.dataSource(), submissions), submissions::nextId);
            List<NewJob> many = Collections.nCopies(MORE_THAN_A_STATEMENT_STORES, TestQueue.request());
            assertCheap(one, "Storing", () -> jobs.submitAll(many).size());
            Cancellations cancellations = new Cancellations(one.transactions, new JobSearch(one.jdbi), queue.updates);
            assertCheap(
                    one,
                    "Cancelling",
                    () -> cancellations.one(waiting(one, 1).get(0), "someone").cancelRequested() ? 1 : 0);
            Claims claims = new Claims(one.transactions);
            assertCheap(one, "Asking to cancel", () -> {
                List<Job> running = claims.claim(worker, List.of(), SOME);
                running.forEach(job -> cancellations.one(job.id(), "someone"));
                return running.size();
            });
        }
    }
}

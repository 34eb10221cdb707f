package dev.millrace.model.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.model.lifecycle.claim.Claims;
import dev.millrace.model.lifecycle.finish.AttemptEnd;
import dev.millrace.model.lifecycle.finish.Completions;
import dev.millrace.model.lifecycle.submit.Submissions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a job without labels, result or lines costs Postgres and the JVM. Things are counted, not timed. */
class QueueCostTest {
    private static final int JOBS = 1_000;
    private static final int BULK = 100;
    private static final int BATCH = 50;
    private static final NewJob REQUEST = new NewJob(
            "noop",
            1,
            "{}",
            "default",
            Priority.NORMAL,
            Start.NOW,
            Duration.ofMinutes(5),
            3,
            Map.of(),
            null,
            null,
            "somebody");

    private final TestQueue queue = new TestQueue();
    private final UUID worker = queue.worker();
    private final AtomicInteger statements = new AtomicInteger();

    /** One session, so that what it did can be asked of Postgres. */
    private final Database session = Database.byKey(queue.settings, "cost", 1);

    private final Jdbi jdbi = session.jdbi();

    private final Transactions transactions = new Transactions(jdbi, queue.updates);
    private final Submissions submissions = new Submissions(transactions);
    private final ToolJobs jobs =
            new ToolJobs(new MillraceStorage(session.dataSource(), submissions), submissions::nextId);
    private final Claims claims = new Claims(transactions);
    private final Completions completions = new Completions(transactions);

    /** Until every statement is prepared, and planned for good. */
    @BeforeEach
    void warmUp() {
        for (int i = 0; i < 10; i++) {
            submitClaimAndFinish(BULK, BATCH);
        }
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });
    }

    @AfterEach
    void close() {
        session.close();
        queue.close();
    }

    private void submitClaimAndFinish(int bulk, int batch) {
        jobs.submitAll(Collections.nCopies(bulk, REQUEST));
        for (int left = bulk; left > 0; left -= batch) {
            List<Job> claimed = claims.claim(worker, List.of(), batch);
            assertEquals(batch, claimed.size());
            completions.finish(claimed.stream()
                    .map(job -> AttemptEnd.of(job, TestQueue.succeeded(null)))
                    .toList());
        }
    }

    private long asked(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + sql).mapTo(Long.class).one());
    }

    private static void assertAtMost(double most, double found, String what) {
        assertTrue(found <= most, () -> what + ": " + found + " and not at most " + most);
    }

    @Test
    void batches_areOneStatementEach_andCommitWithIt() {
        long before = asked("max(number) FROM job_event");
        statements.set(0);

        for (int i = 0; i < JOBS / BULK; i++) {
            submitClaimAndFinish(BULK, BATCH);
        }

        int batches = JOBS / BULK + 2 * JOBS / BATCH;
        assertEquals(batches, statements.get());
        // Each appends its events; Postgres' own housekeeping has transactions, too, and none here.
        assertEquals(batches, asked("count(DISTINCT xmin::text) FROM job_event WHERE number > " + before));
    }

    @Test
    void aJob_writesLittleToTheLog() {
        String records = "wal_records FROM pg_stat_get_backend_wal(pg_backend_pid())";
        String bytes = "(wal_bytes - 8192 * wal_fpi)::bigint FROM pg_stat_get_backend_wal(pg_backend_pid())";
        flushStatistics();
        long recordsBefore = asked(records);
        long bytesBefore = asked(bytes);

        for (int i = 0; i < JOBS / BULK; i++) {
            submitClaimAndFinish(BULK, BATCH);
        }

        flushStatistics();
        assertAtMost(33, (asked(records) - recordsBefore) / (double) JOBS, "WAL records of a job");
        assertAtMost(3_500, (asked(bytes) - bytesBefore) / (double) JOBS, "Bytes of WAL of a job");
    }

    /** Makes the session's statistics known. */
    private void flushStatistics() {
        jdbi.useHandle(handle -> handle.execute("SELECT pg_stat_force_next_flush()"));
    }

    @Test
    void aFinishedJob_takesLittleRoom() {
        String bytes = "sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r'"
                + " AND relname ~ '^(job_finished|attempt|job_event|job_result)_'";
        long before = asked(bytes);

        for (int i = 0; i < 2 * JOBS / BULK; i++) {
            submitClaimAndFinish(BULK, BATCH);
        }

        assertAtMost(1_400, (asked(bytes) - before) / (2.0 * JOBS), "Bytes of a job");
    }

    @Test
    void aSubmit_allocatesLittle() {
        for (int i = 0; i < JOBS; i++) {
            jobs.submit(REQUEST, null);
        }
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < JOBS; i++) {
            jobs.submit(REQUEST, null);
        }

        assertAtMost(100_000, (threads.getCurrentThreadAllocatedBytes() - before) / (double) JOBS, "Bytes of a submit");
    }
}

package dev.millrace.model.lifecycle.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.lifecycle.TestQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a key makes of requests that are sent again, at once or later. */
class IdempotencyKeyTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void sameKey_hundredRequestsAtOnceOverTwoNodesMakeOneJob() throws Exception {
        ToolJobs other = queue.another(queue.updates, 0);
        List<Callable<Submitted>> requests = IntStream.range(0, 100)
                .<Callable<Submitted>>mapToObj(i -> () -> (i % 2 == 0 ? queue.jobs : other)
                        .submit(TestQueue.request(), new IdempotencyKey("order-1", "digest")))
                .toList();

        List<Submitted> answers = allAtOnce(requests);

        Set<UUID> ids = answers.stream().map(answer -> answer.job().id()).collect(Collectors.toSet());
        assertEquals(1, ids.size());
        assertEquals(
                1,
                answers.stream()
                        .filter(answer -> answer.origin() != Submitted.Origin.REPLAYED)
                        .count());
        assertEquals(1, queue.events.all(0, 10).size());
        assertEquals(1, queue.updates.wakes.get());
    }

    @Test
    void sameKey_withAnotherBodyIsRefused() {
        Job first = queue.jobs
                .submit(TestQueue.request(), new IdempotencyKey("key", "digest"))
                .job();
        String before = queue.record();

        MillraceException refused = assertThrows(
                MillraceException.class,
                () -> queue.jobs.submit(TestQueue.request(), new IdempotencyKey("key", "other")));

        assertEquals(ErrorCode.IDEMPOTENCY_CONFLICT, refused.code());
        assertTrue(refused.getMessage().contains(first.id().toString()));
        assertEquals(before, queue.record());
    }

    @Test
    void keyOfAJobThatIsKeptNoMore_isRefused() {
        IdempotencyKey key = new IdempotencyKey("key", "digest");
        Job job = queue.jobs.submit(TestQueue.request(), key).job();
        queue.execute("DELETE FROM job WHERE id = ?", job.id());

        MillraceException refused =
                assertThrows(MillraceException.class, () -> queue.jobs.submit(TestQueue.request(), key));

        assertEquals(ErrorCode.CONFLICT, refused.code());
        assertTrue(refused.getMessage().contains(job.id().toString()), refused.getMessage());
    }

    @Test
    void key_holdsFor24Hours() {
        IdempotencyKey key = new IdempotencyKey("key", "digest");
        queue.jobs.submit(TestQueue.request(), key);
        queue.execute("UPDATE idempotency SET expires_at = expires_at - interval '23 hours 58 minutes'");
        assertEquals(
                Submitted.Origin.REPLAYED,
                queue.jobs.submit(TestQueue.request(), key).origin());
        queue.execute("UPDATE idempotency SET expires_at = expires_at - interval '2 minutes'");
        assertEquals(
                Submitted.Origin.NEW,
                queue.jobs.submit(TestQueue.request(), key).origin());
    }

    @Test
    void expiredKey_isFreeAgain() {
        Job first = queue.jobs
                .submit(TestQueue.request(), new IdempotencyKey("key", "digest"))
                .job();
        expireAllKeys();

        Submitted second = queue.jobs.submit(TestQueue.request(), new IdempotencyKey("key", "other"));

        assertFalse(second.origin() == Submitted.Origin.REPLAYED);
        assertFalse(second.job().id().equals(first.id()));
    }

    @Test
    void expiredKeys_areForgottenByManyAtOnceWithoutADeadlock() throws Exception {
        queue.execute("""
                INSERT INTO idempotency (key, digest, job_id, expires_at)
                SELECT 'old-' || i, 'digest', gen_random_uuid(), now() - interval '1 hour'
                FROM generate_series(1, 300) AS i
                """);
        List<Callable<Submitted>> requests = IntStream.rangeClosed(1, 100)
                .<Callable<Submitted>>mapToObj(i ->
                        () -> queue.jobs.submit(TestQueue.request(), new IdempotencyKey("old-" + (301 - 3 * i), "new")))
                .toList();

        List<Submitted> answers = allAtOnce(requests);

        assertEquals(
                100,
                answers.stream()
                        .filter(answer -> answer.origin() != Submitted.Origin.REPLAYED)
                        .count());
    }

    @Test
    void expiredKeys_thatAnotherIsForgettingAreLeftToIt() {
        queue.jobs.submit(TestQueue.request(), new IdempotencyKey("old", "digest"));
        expireAllKeys();
        try (Handle other = queue.database.jdbi().open().begin()) {
            other.execute("DELETE FROM idempotency WHERE key = 'old'");

            assertEquals(
                    Submitted.Origin.NEW,
                    queue.jobs
                            .submit(TestQueue.request(), new IdempotencyKey("new", "digest"))
                            .origin());
            other.rollback();
        }
    }

    private void expireAllKeys() {
        queue.execute("UPDATE idempotency SET expires_at = now() - interval '1 second'");
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }
}

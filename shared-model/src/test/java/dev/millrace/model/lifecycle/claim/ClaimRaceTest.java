package dev.millrace.model.lifecycle.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.test.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers fight over a handful of jobs, which come back as soon as they are given up: nobody gets one that is held. */
class ClaimRaceTest {
    private static final int WORKERS = 6;
    private static final int JOBS = 8;
    /** In every build; {@code -Dmillrace.claims=10000} for more. */
    private static final int CLAIMS = Integer.getInteger("millrace.claims", 2_000);

    /** A job that has had thousands would measure its history. */
    private static final int ATTEMPTS = 20;

    private final TestQueue queue = new TestQueue();
    /** Before it was begun, so that it is queued again at once. */
    private static final Outcome GIVEN_BACK = Outcome.without(AttemptState.RELEASED, null);

    private final Map<UUID, UUID> held = new ConcurrentHashMap<>();
    private final Set<String> robbed = ConcurrentHashMap.newKeySet();
    private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger claims = new AtomicInteger();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void claimsAtOnce_neverGiveAJobToTwo() {
        IntStream.range(0, JOBS).forEach(number -> submit());
        AtomicInteger number = new AtomicInteger();
        AtOnce.run(WORKERS, () -> fight(number.getAndIncrement()));

        assertEquals(Set.of(), robbed);
        int attempts = 0;
        for (Job job : jobs) {
            attempts +=
                    assertOneAfterTheOther(queue.reader.withAttempts(job.id()).attempts());
        }
        assertEquals(claims.get(), attempts);
    }

    private void submit() {
        String name = "queue-" + jobs.size() % 2;
        jobs.add(queue.submit(TestQueue.request(name, Priority.NORMAL, Start.NOW, 1)));
    }

    /** Half of them serve all queues, which is another way through the claim than that of the others. */
    private Void fight(int number) {
        UUID worker = queue.worker();
        List<String> queues = number % 2 == 0 ? List.of() : List.of("queue-0", "queue-1");
        while (claims.get() < CLAIMS) {
            List<Job> taken = queue.claims.claim(
                    worker, queues, 1 + number % 3, new AgeingQuota(number % 2, Duration.ofMillis(1)));
            claims.addAndGet(taken.size());
            for (Job job : taken) {
                UUID other = held.put(job.id(), worker);
                if (other != null) {
                    robbed.add("attempt " + job.attempt() + " of " + job.id());
                }
            }
            for (Job job : taken) {
                held.remove(job.id());
                if (job.attempt() < ATTEMPTS) {
                    queue.finish(job, GIVEN_BACK);
                } else {
                    queue.finish(job, TestQueue.succeeded("{}"));
                    submit();
                }
            }
        }
        return null;
    }

    private static int assertOneAfterTheOther(List<Attempt> attempts) {
        for (int i = 0; i < attempts.size(); i++) {
            assertEquals(i + 1, attempts.get(i).number());
            assertEquals(
                    i + 1 < ATTEMPTS ? AttemptState.RELEASED : AttemptState.SUCCEEDED,
                    attempts.get(i).state());
            assertTrue(
                    i == 0
                            || !attempts.get(i)
                                    .startedAt()
                                    .isBefore(attempts.get(i - 1).finishedAt()),
                    "attempt " + attempts.get(i) + " begins before the end of " + attempts.get(Math.max(0, i - 1)));
        }
        return attempts.size();
    }
}

package dev.millrace.model.lifecycle.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private final TestQueue queue = new TestQueue();
    private final UUID worker = queue.worker();

    @AfterEach
    void close() {
        queue.close();
    }

    private Job submit(String name, Priority priority) {
        return queue.submit(TestQueue.request(name, priority, Start.NOW, 3));
    }

    private List<UUID> claim(List<String> queues, int limit) {
        return queue.claims.claim(worker, queues, limit).stream().map(Job::id).toList();
    }

    @Test
    void claim_startsAnAttemptOfTheWorkers() {
        Job submitted = queue.submit();

        Job claimed = queue.claim(worker);

        assertEquals(submitted.id(), claimed.id());
        assertEquals(JobState.RUNNING, claimed.state());
        assertEquals(1, claimed.attempt());
        assertEquals(worker, claimed.worker());
        Attempt attempt = queue.reader.withAttempts(claimed.id()).attempts().get(0);
        assertEquals(AttemptState.RUNNING, attempt.state());
        assertEquals(worker, attempt.worker());
        assertEquals(claimed.startedAt(), attempt.startedAt());
        assertEquals(StateName.PROCESSING, queue.row(claimed));
    }

    @Test
    void claim_takesTheMostUrgentAndThenTheLongestWaiting() {
        Job low = submit("default", Priority.LOW);
        Job first = submit("default", Priority.NORMAL);
        Job second = submit("default", Priority.NORMAL);
        Job high = submit("default", Priority.HIGH);
        Job critical = submit("default", Priority.CRITICAL);

        assertEquals(List.of(critical.id(), high.id(), first.id()), claim(List.of(), 3));
        assertEquals(List.of(second.id(), low.id()), claim(List.of(), 3));
        assertEquals(List.of(), claim(List.of(), 3));
    }

    @Test
    void claim_takesOnlyFromTheQueuesItServes() {
        Job a = submit("a", Priority.LOW);
        submit("b", Priority.CRITICAL);
        Job c = submit("c", Priority.LOW);

        assertEquals(List.of(a.id(), c.id()), claim(List.of("a", "c", "none"), 10));
        assertEquals(List.of(), claim(List.of("a", "c"), 10));
    }

    private void age(Job job, Duration age) {
        queue.execute("UPDATE job SET queued_at = now() - ? * interval '1 s' WHERE id = ?", age.toSeconds(), job.id());
    }

    @Test
    void claim_mergesQueuesByPriority_andThenByAge() {
        Job a = submit("a", Priority.NORMAL);
        Job b = submit("b", Priority.NORMAL);
        Job urgent = submit("b", Priority.HIGH);
        Job last = submit("a", Priority.NORMAL);
        submit("c", Priority.CRITICAL);

        assertEquals(List.of(urgent.id()), claim(List.of("b", "a"), 1));
        assertEquals(List.of(a.id()), claim(List.of("b", "a"), 1));
        assertEquals(List.of(b.id(), last.id()), claim(List.of("b", "a"), 5));
    }

    @Test
    void claim_skipsPausedQueues_whetherNamedOrNot() {
        Job paused = submit("a", Priority.CRITICAL);
        Job open = submit("b", Priority.LOW);
        age(paused, Duration.ofHours(1));
        queue.queues.pause("a");
        queue.queues.pause("without-jobs");

        assertEquals(List.of(), claim(List.of("a"), 10));
        assertEquals(List.of(open.id()), claimAgeing(List.of(), 10, 10));
        assertEquals(List.of(), claimAgeing(List.of(), 10, 10));

        queue.queues.resume("a");
        assertEquals(List.of(paused.id()), claim(List.of(), 10));
    }

    private List<UUID> claimAgeing(List<String> queues, int limit, int ageing) {
        return queue.claims.claim(worker, queues, limit, new AgeingQuota(ageing, Duration.ofMinutes(10))).stream()
                .map(Job::id)
                .toList();
    }

    @Test
    void claim_takesAsManyAgedJobsAsItIsTold_whateverTheirPriority() {
        for (List<String> queues : List.of(List.<String>of(), List.of("a", "b"))) {
            Job young = submit("a", Priority.LOW);
            Job ageing = submit("a", Priority.NORMAL);
            Job oldest = submit("b", Priority.LOW);
            Job critical = submit("a", Priority.CRITICAL);
            Job high = submit("b", Priority.HIGH);
            age(ageing, Duration.ofMinutes(11));
            age(oldest, Duration.ofMinutes(12));
            age(young, Duration.ofMinutes(9));

            assertEquals(List.of(critical.id(), oldest.id()), claimAgeing(queues, 2, 1));
            assertEquals(List.of(high.id()), claimAgeing(queues, 1, 0));
            assertEquals(List.of(ageing.id()), claimAgeing(queues, 1, 1));
            assertEquals(List.of(young.id()), claimAgeing(queues, 5, 5));
        }
    }

    @Test
    void claim_withoutAgedJobs_isStrictlyByPriority() {
        Job low = submit("a", Priority.LOW);
        Job critical = submit("a", Priority.CRITICAL);
        age(low, Duration.ofMinutes(9));

        assertEquals(List.of(critical.id()), claimAgeing(List.of(), 1, 1));
        assertEquals(List.of(low.id()), claimAgeing(List.of(), 1, 1));
    }

    @Test
    void claim_leavesWhatIsNotDue() {
        queue.submit(TestQueue.request("default", Priority.CRITICAL, new Start.After(Duration.ofHours(1)), 3));

        assertEquals(List.of(), claim(List.of(), 10));
    }

    @Test
    void claim_ofNothingWritesNothing() {
        String before = queue.record();

        assertEquals(List.of(), claim(List.of(), 10));

        assertEquals(before, queue.record());
    }

    @Test
    void claim_startsNothingWhenItsEventIsRefused() {
        queue.submit();
        queue.submit();
        queue.refuseWritesTo("job_event");
        String before = queue.record();

        assertThrows(RuntimeException.class, () -> claim(List.of(), 10));

        assertEquals(before, queue.record());
    }

    @Test
    void eightWorkersAtOnce_claimEveryJobOnce() throws Exception {
        assertEveryJobIsClaimedOnce(List.of());
    }

    @Test
    void eightWorkersOfSomeQueuesAtOnce_claimEveryJobOnce() throws Exception {
        assertEveryJobIsClaimedOnce(List.of("default", "none"));
    }

    private void assertEveryJobIsClaimedOnce(List<String> queues) throws Exception {
        for (int i = 0; i < 500; i++) {
            age(queue.submit(), Duration.ofMinutes(i % 20));
        }
        AgeingQuota ageing = new AgeingQuota(1, Duration.ofMinutes(10));
        Callable<List<UUID>> untilEmpty = () -> {
            UUID own = queue.worker();
            List<UUID> claimed = new ArrayList<>();
            List<Job> batch = queue.claims.claim(own, queues, 7, ageing);
            while (!batch.isEmpty()) {
                batch.forEach(job -> claimed.add(job.id()));
                batch = queue.claims.claim(own, queues, 7, ageing);
            }
            return claimed;
        };

        List<UUID> claimed = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<List<UUID>> one : threads.invokeAll(Collections.nCopies(8, untilEmpty))) {
                claimed.addAll(one.get());
            }
        } finally {
            threads.shutdown();
        }

        assertEquals(500, claimed.size());
        assertEquals(500, new HashSet<>(claimed).size());
    }
}

package dev.millrace.model.lifecycle.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.UniqueKey;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.job.Uniqueness.Hold;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.lifecycle.RecordedUpdates;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.lifecycle.submit.Submitted.Origin;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.lookup.JobSearch;
import dev.millrace.test.AtOnce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UniqueTest {
    private static final Hold HOUR = new Hold.For(Duration.ofHours(1));

    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    @ParameterizedTest
    @EnumSource(Hold.Stage.class)
    void hundredAtOnceOverTwoNodes_areOneJob(Hold.Stage hold) {
        ToolJobs other = queue.another(new RecordedUpdates(), 0);
        AtomicInteger turn = new AtomicInteger();

        List<Submitted> answers = AtOnce.run(
                100, () -> (turn.getAndIncrement() % 2 == 0 ? queue.jobs : other).submit(request("a", hold), null));

        assertEquals(
                1, answers.stream().map(answer -> answer.job().id()).distinct().count());
        assertEquals(
                1,
                answers.stream().filter(answer -> answer.origin() == Origin.NEW).count());
        assertEquals(1, stored());
    }

    @Test
    void queued_holdsUntilTheJobStarts_andNotForItsSecondAttempt() {
        Submitted first = submit("a", Hold.Stage.QUEUED);
        assertEquals(Origin.DUPLICATE, submit("a", Hold.Stage.QUEUED).origin());

        Job running = queue.claim(queue.worker());
        assertEquals(first.job().id(), running.id());
        queue.finish(running, TestQueue.failed(Duration.ofHours(1)));

        Submitted second = submit("a", Hold.Stage.QUEUED);
        assertEquals(Origin.NEW, second.origin());
        assertEquals(second.job().id(), submit("a", Hold.Stage.QUEUED).job().id());
    }

    @Test
    void running_holdsUntilTheJobHasEnded() {
        submit("a", Hold.Stage.RUNNING);
        Job running = queue.claim(queue.worker());
        Submitted meanwhile = submit("a", Hold.Stage.RUNNING);
        assertEquals(Origin.DUPLICATE, meanwhile.origin());
        assertEquals(JobState.RUNNING, meanwhile.job().state());

        queue.finish(running, TestQueue.ended(AttemptState.LOST));
        assertEquals(Origin.DUPLICATE, submit("a", Hold.Stage.RUNNING).origin());

        queue.finish(queue.claim(queue.worker()), TestQueue.succeeded(null));
        assertEquals(Origin.NEW, submit("a", Hold.Stage.RUNNING).origin());
    }

    @Test
    void time_holdsPastTheEnd_untilItIsOver() {
        submit("a", HOUR);
        Job ended = queue.finish(queue.claim(queue.worker()), TestQueue.succeeded(null));
        Submitted again = submit("a", HOUR);
        assertEquals(Origin.DUPLICATE, again.origin());
        assertEquals(ended, again.job());

        queue.execute("UPDATE unique_key SET expires_at = now() - interval '1 second'");
        assertEquals(Origin.NEW, submit("a", HOUR).origin());
        assertEquals(Origin.DUPLICATE, submit("a", HOUR).origin());
    }

    @Test
    void cancelledJob_holdsNothing() {
        for (Hold hold : List.of(Hold.Stage.QUEUED, Hold.Stage.RUNNING, HOUR)) {
            Submitted first = submit(hold.toString(), hold);
            queue.cancellations.one(first.job().id(), "test");
            assertEquals(Origin.NEW, submit(hold.toString(), hold).origin(), hold.toString());
        }
    }

    @Test
    void jobWithAnotherKeyOrNone_isNotHeld() {
        submit("a", Hold.Stage.RUNNING);
        assertEquals(Origin.NEW, submit("b", Hold.Stage.RUNNING).origin());
        assertEquals(Origin.NEW, queue.jobs.submit(TestQueue.request(), null).origin());
    }

    @Test
    void many_areUniqueAmongThemselvesToo() {
        UUID there = submit("a", Hold.Stage.QUEUED).job().id();

        List<Submitted> answers = queue.jobs.submitAll(List.of(
                request("b", Hold.Stage.QUEUED),
                request("a", Hold.Stage.QUEUED),
                TestQueue.request(),
                request("b", Hold.Stage.QUEUED)));

        assertEquals(
                List.of(Origin.NEW, Origin.DUPLICATE, Origin.NEW, Origin.DUPLICATE),
                answers.stream().map(Submitted::origin).toList());
        assertEquals(there, answers.get(1).job().id());
        assertEquals(answers.get(0).job(), answers.get(3).job());
        assertEquals(3, stored());
    }

    @Test
    void manyInAnyOrderAtOnce_doNotBlockEachOther() {
        List<NewJob> jobs = IntStream.range(0, 300)
                .mapToObj(i -> request("key-" + i, Hold.Stage.RUNNING))
                .toList();
        List<NewJob> backwards = new ArrayList<>(jobs);
        Collections.reverse(backwards);
        AtomicInteger turn = new AtomicInteger();

        AtOnce.run(6, () -> queue.jobs.submitAll(turn.getAndIncrement() % 2 == 0 ? jobs : backwards));

        assertEquals(300, stored());
    }

    @Test
    void retry_isNotHeldByTheJobThatItRepeats_butByAnotherRetry() {
        UUID failed = submit("a", HOUR).job().id();
        queue.finish(queue.claim(queue.worker()), TestQueue.failed(null));

        Submitted retry = queue.jobs.submit(retryOf(failed), null);
        assertEquals(Origin.NEW, retry.origin());
        Submitted again = queue.jobs.submit(retryOf(failed), null);
        assertEquals(Origin.DUPLICATE, again.origin());
        assertEquals(retry.job().id(), again.job().id());
    }

    @Test
    void idempotencyKey_leadsToTheJobThatStoodForTheRequest() {
        UUID there = submit("a", Hold.Stage.QUEUED).job().id();
        IdempotencyKey key = new IdempotencyKey("key", "digest");
        assertEquals(
                new Submitted(queue.reader.get(there), Origin.DUPLICATE),
                queue.jobs.submit(request("a", Hold.Stage.QUEUED), key));

        queue.claim(queue.worker());

        Submitted replay = queue.jobs.submit(request("a", Hold.Stage.QUEUED), key);
        assertEquals(Origin.REPLAYED, replay.origin());
        assertEquals(there, replay.job().id());
        assertEquals(there, queue.submissions.earlier(key).orElseThrow().job().id());
    }

    @Test
    void rule_isKeptWithTheJob() {
        Job job = submit("a", HOUR).job();
        assertEquals(new Uniqueness(List.of("tool"), HOUR), job.uniqueness());
        assertEquals(job, queue.reader.get(job.id()));
        queue.cancellations.one(job.id(), "test");
        assertEquals(job.uniqueness(), queue.reader.get(job.id()).uniqueness());
        assertNotEquals(job.uniqueness(), queue.submit().uniqueness());
    }

    private Submitted submit(String digest, Hold hold) {
        return queue.jobs.submit(request(digest, hold), null);
    }

    private static NewJob request(String digest, Hold hold) {
        return request(digest, hold, null);
    }

    private static NewJob retryOf(UUID ended) {
        return request("a", HOUR, ended);
    }

    private static NewJob request(String digest, Hold hold, UUID retryOf) {
        UniqueKey key = new UniqueKey(digest, new Uniqueness(List.of("tool"), hold));
        return new NewJob(
                "count",
                1,
                "{}",
                "default",
                Priority.NORMAL,
                NewJob.Start.NOW,
                Duration.ofMinutes(5),
                3,
                Map.of(),
                retryOf,
                key,
                "somebody");
    }

    private int stored() {
        return new JobSearch(queue.database.jdbi()).count(new JobFilter(List.of(), null, null, Map.of(), null));
    }
}

package dev.millrace.model.lifecycle;

import static dev.millrace.model.job.JobState.CANCELLED;
import static dev.millrace.model.job.JobState.FAILED;
import static dev.millrace.model.job.JobState.QUEUED;
import static dev.millrace.model.job.JobState.RUNNING;
import static dev.millrace.model.job.JobState.SCHEDULED;
import static dev.millrace.model.job.JobState.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to a job, its events and JobRunr's view of it follow. */
class TransitionTest {
    private final TestQueue queue = new TestQueue();
    private final UUID worker = queue.worker();

    @AfterEach
    void close() {
        queue.close();
    }

    /** What JobRunr's dashboard shows of each of our states. */
    private static StateName rowOf(JobState state) {
        return switch (state) {
            case SCHEDULED -> StateName.SCHEDULED;
            case QUEUED -> StateName.ENQUEUED;
            case RUNNING -> StateName.PROCESSING;
            case SUCCEEDED -> StateName.SUCCEEDED;
            case FAILED -> StateName.FAILED;
            case CANCELLED -> StateName.DELETED;
        };
    }

    private Job assertNow(JobState state, Job job) {
        assertEquals(state, job.state());
        assertEquals(job, queue.reader.get(job.id()));
        assertEquals(rowOf(state), queue.row(job));
        List<EventType> entered = queue.eventTypes(job);
        assertEquals(EventType.entered(state), entered.get(entered.size() - 1));
        return job;
    }

    private Job makeDue(Job scheduled) {
        queue.execute("UPDATE job SET run_at = now() WHERE id = ?", scheduled.id());
        assertEquals(1, queue.due.enqueue(100));
        return queue.reader.get(scheduled.id());
    }

    private Job claim() {
        return assertNow(RUNNING, queue.claim(worker));
    }

    @Test
    void success() {
        assertNow(QUEUED, queue.submit());
        assertNow(SUCCEEDED, queue.finish(claim(), TestQueue.succeeded(null)));
    }

    @Test
    void failure_withoutRetry() {
        queue.submit();
        Job failed = assertNow(FAILED, queue.finish(claim(), TestQueue.failed(null)));

        assertEquals(1, failed.failures());
        assertEquals("The tool exited with code 75.", failed.failure().message());
    }

    @Test
    void retriesUntilTheAttemptsAreUsedUp() {
        Job job = queue.submit();
        for (int attempt = 1; attempt < job.maxAttempts(); attempt++) {
            Job scheduled = assertNow(SCHEDULED, queue.finish(claim(), TestQueue.failed(Duration.ofHours(1))));
            assertEquals(attempt, scheduled.failures());
            assertEquals(null, scheduled.worker());
            assertNow(QUEUED, makeDue(scheduled));
        }

        Job failed = assertNow(FAILED, queue.finish(claim(), TestQueue.failed(Duration.ofHours(1))));

        assertEquals(3, failed.attempt());
        assertEquals(
                List.of(
                        EventType.QUEUED,
                        EventType.RUNNING,
                        EventType.SCHEDULED,
                        EventType.QUEUED,
                        EventType.RUNNING,
                        EventType.SCHEDULED,
                        EventType.QUEUED,
                        EventType.RUNNING,
                        EventType.FAILED),
                queue.eventTypes(job));
        assertEquals(queue.events.ofJob(job.id(), 0, 100), queue.updates.events);
        assertEquals(
                List.of(AttemptState.FAILED, AttemptState.FAILED, AttemptState.FAILED),
                queue.reader.withAttempts(job.id()).attempts().stream()
                        .map(each -> each.state())
                        .toList());
    }

    @Test
    void retry_waitsAsLongAsTheToolsPolicySays() {
        queue.submit();
        Job scheduled = queue.finish(claim(), TestQueue.failed(Duration.ofSeconds(90)));

        JobEvent event = queue.events.ofJob(scheduled.id(), 0, 100).get(2);
        assertEquals(event.at().plusSeconds(90), scheduled.runAt());
        assertEquals(0, queue.due.enqueue(100));
        assertTrue(event.data().contains("EXIT_CODE"), event.data());
    }

    @Test
    void released_isQueuedAgainInItsOldPlaceAndCountsNoFailure() {
        Job first = queue.submit();
        queue.submit();

        Job queued = assertNow(QUEUED, queue.finish(claim(), TestQueue.ended(AttemptState.RELEASED)));

        assertEquals(0, queued.failures());
        assertEquals(first.queuedAt(), queued.queuedAt());
        assertEquals(first.id(), claim().id());
    }

    @Test
    void cancelled_whileScheduled() {
        Job job = queue.submit(TestQueue.request("default", Priority.NORMAL, new Start.After(Duration.ofHours(1)), 3));
        assertNow(SCHEDULED, job);

        Job cancelled = assertNow(CANCELLED, queue.cancellations.one(job.id(), "test"));

        assertTrue(cancelled.finishedAt() != null);
        assertEquals(0, queue.due.enqueue(100));
    }

    @Test
    void cancelled_whileQueued() {
        Job job = queue.submit();

        assertNow(CANCELLED, queue.cancellations.one(job.id(), "test"));

        assertEquals(List.of(), queue.claims.claim(worker, List.of(), 10));
    }

    @Test
    void cancelled_whileItWaitsForARetry() {
        queue.submit();
        Job scheduled = queue.finish(claim(), TestQueue.failed(Duration.ofHours(1)));

        assertNow(CANCELLED, queue.cancellations.one(scheduled.id(), "test"));
    }

    @Test
    void cancelled_whileRunning() {
        queue.submit();
        Job running = claim();

        Job requested = queue.cancellations.one(running.id(), "test");

        assertEquals(RUNNING, requested.state());
        assertTrue(requested.cancelRequested());
        assertEquals(List.of(running.id()), queue.updates.cancelRequests);
        assertNow(CANCELLED, queue.finish(running, TestQueue.cancelled()));
    }

    @Test
    void eventNumbers_growWithEveryChange() {
        queue.submit();
        Job job = queue.finish(claim(), TestQueue.succeeded(null));

        List<Long> numbers = queue.events.ofJob(job.id(), 0, 100).stream()
                .map(JobEvent::number)
                .toList();

        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
        assertEquals(numbers.get(numbers.size() - 1), queue.events.newest());
    }
}

package dev.millrace.model.jobrunr.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.lifecycle.submit.IdempotencyKey;
import dev.millrace.model.lifecycle.submit.Submitted;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jobrunr.jobs.JobId;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobBuilder;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs of tools, given to JobRunr by JobRunr's own API. */
class ToolJobRequestTest {
    private final TestQueue queue = new TestQueue();
    private final JobRequestScheduler scheduler = new JobRequestScheduler(queue.storage);

    @AfterEach
    void close() {
        queue.close();
    }

    private static JobBuilder builder(IdempotencyKey key) {
        return JobBuilder.aJob().withJobRequest(new ToolJobRequest(TestQueue.request(), key));
    }

    @Test
    void jobThatJobRunrsSchedulerCreates_isAJobOfTheTool() {
        JobId id = scheduler.create(builder(null));

        Job job = queue.reader.get(id.asUUID());
        assertEquals(JobState.QUEUED, job.state());
        assertEquals("count", job.tool());
        assertEquals(List.of(EventType.QUEUED), queue.eventTypes(job));
        assertEquals(1, queue.updates.wakes.get());
        assertEquals(StateName.ENQUEUED, queue.row(job));
        assertEquals(id.asUUID(), queue.claim(queue.worker()).id());
    }

    @Test
    void manyThatJobRunrsSchedulerCreates_areStoredInTheirOrder() {
        scheduler.create(Stream.generate(() -> builder(null)).limit(3));

        List<UUID> claimed = queue.claims.claim(queue.worker(), List.of(), 10).stream()
                .map(Job::id)
                .toList();
        assertEquals(3, claimed.size());
        assertEquals(claimed.stream().sorted().toList(), claimed);
    }

    @Test
    void keyOfAnEarlierRequest_leadsToTheSameJob() {
        IdempotencyKey key = new IdempotencyKey("key", "digest");
        ToolJobRequest again = new ToolJobRequest(TestQueue.request(), key);
        JobId first = scheduler.create(builder(key));

        scheduler.create(JobBuilder.aJob().withJobRequest(again));

        assertEquals(Submitted.Origin.REPLAYED, again.submitted().origin());
        assertEquals(first.asUUID(), again.submitted().job().id());
    }

    @Test
    void jobThatIsThereAlready_isNotSavedAgain() {
        org.jobrunr.jobs.Job job = new ToolJobRequest(TestQueue.request(), null).toJob(queue.submissions.nextId());
        queue.storage.save(job);
        String before = queue.record();

        assertEquals(1, job.getVersion());
        assertThrows(StorageException.class, () -> queue.storage.save(job));
        assertThrows(StorageException.class, () -> queue.storage.save(List.of(job)));
        assertEquals(1, job.getVersion());
        assertEquals(before, queue.record());
    }

    @Test
    void jobOfALaterTime_isScheduledForIt() {
        Instant time = Instant.parse("2999-01-01T00:00:00Z");

        JobId id = scheduler.create(builder(null).scheduleAt(time));

        Job job = queue.reader.get(id.asUUID());
        assertEquals(JobState.SCHEDULED, job.state());
        assertEquals(time, job.runAt());
    }

    @Test
    void requestsThatTheQueueCannotStore_areRefused() {
        String before = queue.record();

        assertThrows(
                StorageException.class, () -> scheduler.create(builder(null).withId(UUID.randomUUID())));
        assertThrows(
                StorageException.class,
                () -> scheduler.create(Stream.of(builder(new IdempotencyKey("key", "digest")), builder(null))));
        assertEquals(before, queue.record());
    }
}

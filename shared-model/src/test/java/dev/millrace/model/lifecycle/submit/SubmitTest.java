package dev.millrace.model.lifecycle.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.UniqueKey;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.jobrunr.request.ToolJobs;
import dev.millrace.model.lifecycle.TestQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmitTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void submit_storesJobRowAndEventTogether() {
        Job job = queue.submit();

        assertEquals(JobState.QUEUED, job.state());
        assertEquals(job, queue.reader.get(job.id()));
        assertEquals(7, job.id().version());
        org.jobrunr.jobs.Job row = queue.storage.getJobById(job.id());
        assertEquals(StateName.ENQUEUED, row.getState());
        assertEquals("count", row.getJobName());
        assertEquals(List.of(EventType.QUEUED), queue.eventTypes(job));
        assertEquals(queue.events.ofJob(job.id(), 0, 10), queue.updates.events);
        assertEquals(1, queue.updates.wakes.get());
    }

    @Test
    void submit_byAMachineWhoseClockIsWrong_sortsWithTheOthers() {
        ToolJobs ahead = queue.another(queue.updates, 600_000);
        ToolJobs behind = queue.another(queue.updates, -600_000);
        Duration tenMinutes = Duration.ofMinutes(10);

        assertEquals(tenMinutes, madeBetween(ahead, queue.jobs));
        assertEquals(tenMinutes, madeBetween(queue.jobs, behind));
    }

    /** In whole minutes, by the time in the ids; what they stand for was submitted at the same moment. */
    private static Duration madeBetween(ToolJobs one, ToolJobs other) {
        UUID first = one.submit(TestQueue.request(), null).job().id();
        UUID second = other.submit(TestQueue.request(), null).job().id();
        long minute = Duration.ofMinutes(1).toMillis();
        long between = (second.getMostSignificantBits() >>> 16) - (first.getMostSignificantBits() >>> 16);
        return Duration.ofMinutes((between + minute / 2) / minute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", "job_event", "idempotency"})
    void submit_leavesNothingWhenAnyPartFails(String table) {
        queue.refuseWritesTo(table);
        String before = queue.record();

        MillraceException refused = assertThrows(
                MillraceException.class,
                () -> queue.jobs.submit(TestQueue.request(), new IdempotencyKey("key", "digest")));

        assertEquals(ErrorCode.INTERNAL, refused.code());
        assertEquals(before, queue.record());
        assertEquals(List.of(), queue.updates.events);
        assertEquals(0, queue.updates.wakes.get());
    }

    @Test
    void delayed_isScheduledByPostgressClock() {
        Job job = queue.submit(delayed(new Start.After(Duration.ofMinutes(10))));

        assertEquals(JobState.SCHEDULED, job.state());
        assertEquals(job.createdAt().plus(Duration.ofMinutes(10)), job.runAt());
        assertEquals(null, job.queuedAt());
        assertEquals(StateName.SCHEDULED, queue.row(job));
        assertEquals(List.of(EventType.SCHEDULED), queue.eventTypes(job));
        assertEquals(0, queue.updates.wakes.get());
    }

    @Test
    void runAt_isKeptToTheMicrosecond() {
        Instant time = Instant.parse("2999-12-31T23:59:59.123456Z");

        assertEquals(time, queue.submit(delayed(new Start.At(time))).runAt());
    }

    @Test
    void runAt_thatHasPassedMeansNow() {
        Job job = queue.submit(delayed(new Start.At(Instant.parse("2001-01-01T00:00:00Z"))));

        assertEquals(JobState.QUEUED, job.state());
        assertEquals(job.createdAt(), job.runAt());
    }

    private static NewJob delayed(Start start) {
        return TestQueue.request("default", Priority.NORMAL, start, 3);
    }

    @Test
    void whatIsReturned_isWhatIsRead_ofOneAndOfMany() {
        Job one = queue.submit(full(0));
        assertEquals(queue.reader.get(one.id()), one);

        List<NewJob> many = IntStream.range(1, 1_200).mapToObj(SubmitTest::full).toList();
        for (Submitted submitted : queue.jobs.submitAll(many)) {
            Job job = submitted.job();
            assertEquals(queue.reader.get(job.id()), job);
        }
    }

    /** A request in which nothing is left out; each number makes another one. */
    private static NewJob full(int number) {
        return new NewJob(
                "count",
                7,
                "{\"b\": 1.50, \"a\": " + number + "}",
                "q",
                Priority.HIGH,
                new Start.After(Duration.ofMillis(1_234_567)),
                Duration.ofMillis(1_001),
                9,
                Map.of("team", "docs", "b", ""),
                new UUID(number, 1),
                new UniqueKey("digest-" + number, new Uniqueness(List.of("tool"), Uniqueness.Hold.Stage.RUNNING)),
                "somebody");
    }

    @Test
    void many_tellOfThemselvesAtTheEnd_eachOnce() {
        List<Job> jobs = queue.jobs.submitAll(Collections.nCopies(2_500, TestQueue.request())).stream()
                .map(Submitted::job)
                .toList();

        assertEquals(
                jobs.stream().map(Job::id).toList(),
                queue.events.all(0, 5_000).stream().map(event -> event.jobId()).toList());
        assertEquals(2_500, queue.updates.events.size());
    }
}

package dev.millrace.model.lifecycle.cancel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.lookup.JobSearch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelManyTest {
    private static final JobFilter WAITING =
            new JobFilter(List.of(JobState.SCHEDULED, JobState.QUEUED), null, "default", Map.of(), null);
    private static final Start LATER = new Start.After(Duration.ofHours(1));

    private final TestQueue queue = new TestQueue();
    private final JobSearch search = new JobSearch(queue.database.jdbi());

    @AfterEach
    void close() {
        queue.close();
    }

    private Job submit(String name, Priority priority, Start start) {
        return queue.submit(TestQueue.request(name, priority, start, 3));
    }

    private int waiting() {
        return search.count(WAITING);
    }

    private int cancelWaiting() {
        return queue.cancellations.all(WAITING, "test").cancelled();
    }

    @Test
    void waitingJobs_areCancelled_andNothingElse() {
        Job running = queue.running();
        Job queued = submit("default", Priority.CRITICAL, Start.NOW);
        Job scheduled = submit("default", Priority.LOW, LATER);
        Job other = submit("other", Priority.CRITICAL, Start.NOW);
        assertEquals(2, waiting());

        assertEquals(2, cancelWaiting());

        for (Job job : List.of(queued, scheduled)) {
            assertEquals(JobState.CANCELLED, queue.reader.get(job.id()).state());
            assertEquals(StateName.DELETED, queue.row(job));
            assertEquals(
                    EventType.CANCELLED,
                    queue.events.last(job.id()).orElseThrow().type());
        }
        assertEquals(JobState.RUNNING, queue.reader.get(running.id()).state());
        assertEquals(JobState.QUEUED, queue.reader.get(other.id()).state());
        assertEquals(0, cancelWaiting());
    }

    @Test
    void everyJob_isToldOf_inBatches() {
        int jobs = 2 * Cancellations.BATCH_SIZE + 1;
        queue.execute("""
                INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms, max_attempts,
                                 queued_at)
                SELECT gen_random_uuid(), 'count', 1, 'QUEUED', 'default', 2, '{}', 1000, 1, now()
                FROM generate_series(1, ?)
                """, jobs);

        assertEquals(jobs, cancelWaiting());

        Stream<EventType> told = queue.updates.events.stream().map(event -> event.type());
        assertEquals(jobs, told.filter(EventType.CANCELLED::equals).count());
        assertEquals(0, waiting());
        assertEquals(3, transactionsOf("CANCELLED"));
    }

    private int transactionsOf(String state) {
        return queue.database
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("SELECT count(DISTINCT xmin::text) FROM job WHERE state = :state")
                                .bind("state", state)
                                .mapTo(Integer.class)
                                .one());
    }

    @Test
    void jobWhoseEventIsRefused_isNotCancelled() {
        queue.submit();
        queue.refuseWritesTo("job_event");
        String before = queue.record();

        assertThrows(RuntimeException.class, () -> cancelWaiting());

        assertEquals(before, queue.record());
    }
}

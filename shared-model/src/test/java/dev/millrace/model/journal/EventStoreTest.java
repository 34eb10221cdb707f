package dev.millrace.model.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Progress;
import dev.millrace.model.lifecycle.TestQueue;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStoreTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    /** An event without a change, so that several writers can be under way at once. */
    private static void append(Handle handle, Job job) {
        handle.execute(
                "WITH changed AS (SELECT id, tool, priority, state, attempt FROM job WHERE id = ?)"
                        + EventAppender.append("'PROGRESS'", "'{}'"),
                job.id());
    }

    @Test
    void newest_isZeroWithoutEvents() {
        assertEquals(0, queue.events.newest());
        assertEquals(List.of(), queue.events.all(0, 10));
    }

    @Test
    void pages_startAfterANumber() {
        Job job = queue.running();
        for (int percent = 1; percent <= 5; percent++) {
            queue.progress.note(job.id(), 1, new Progress(percent, ""));
        }
        List<JobEvent> all = queue.events.ofJob(job.id(), 0, 100);

        assertEquals(7, all.size());
        assertEquals(all.subList(2, 5), queue.events.ofJob(job.id(), all.get(1).number(), 3));
        assertEquals(all.subList(2, 5), queue.events.all(all.get(1).number(), 3));
        assertEquals(List.of(), queue.events.all(queue.events.newest(), 3));
    }

    @Test
    void eventsOfOneJob_areOnlyItsOwn() {
        Job first = queue.submit();
        queue.submit();

        assertEquals(1, queue.events.ofJob(first.id(), 0, 100).size());
        assertEquals(2, queue.events.all(0, 100).size());
    }

    @Test
    void event_tellsTheStateAfterIt() {
        Job job = queue.running();

        JobEvent event = queue.events.ofJob(job.id(), 0, 100).get(1);

        assertEquals(EventType.RUNNING, event.type());
        assertEquals(job.state(), event.state());
        assertEquals(1, event.attempt());
        assertEquals("count", event.tool());
        assertEquals(job.startedAt(), event.at());
        assertEquals("{\"worker\":\"" + job.worker() + "\"}", event.data());
    }

    @Test
    void writersInFlight_namesWhoeverHoldsANumberUntilItEnds() {
        Job job = queue.submit();
        assertEquals(List.of(), queue.events.writersInFlight());

        try (Handle writer = queue.database.jdbi().open().begin();
                Handle other = queue.database.jdbi().open().begin()) {
            append(writer, job);
            List<String> one = queue.events.writersInFlight();
            assertEquals(1, one.size());

            append(other, job);
            assertEquals(2, queue.events.writersInFlight().size());

            other.rollback();
            assertEquals(one, queue.events.writersInFlight());

            writer.commit();
            assertEquals(List.of(), queue.events.writersInFlight());
        }
    }

    @Test
    void rolledBackWriter_leavesAGapThatNeverFills() {
        Job job = queue.submit();
        long before = queue.events.newest();
        queue.database.jdbi().useTransaction(writer -> {
            append(writer, job);
            writer.rollback();
        });

        queue.cancellations.one(job.id(), "test");

        assertEquals(before + 2, queue.events.newest());
        assertEquals(1, queue.events.all(before, 10).size());
    }

    @Test
    void writersInFlight_areThoseOfThisDatabase() {
        try (TestQueue other = new TestQueue()) {
            Job job = other.submit();
            try (Handle writer = other.database.jdbi().open().begin()) {
                append(writer, job);

                assertFalse(other.events.writersInFlight().isEmpty());
                assertTrue(queue.events.writersInFlight().isEmpty());
                writer.rollback();
            }
        }
    }
}

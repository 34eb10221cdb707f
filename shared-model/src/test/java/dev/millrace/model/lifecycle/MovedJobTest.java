package dev.millrace.model.lifecycle;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.test.AtOnce;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job that ends moves to another table, under the eyes of whoever waits for it. */
class MovedJobTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    /** Does something while another transaction has ended the jobs, which commits once this waits for it. */
    private <T> CompletableFuture<T> whileAnotherEnds(List<Job> jobs, Supplier<T> task) {
        try (Handle other = queue.database.jdbi().open()) {
            other.begin();
            for (Job job : jobs) {
                other.execute("UPDATE job SET state = 'CANCELLED', finished_at = now() WHERE id = ?", job.id());
            }
            CompletableFuture<T> waits = AtOnce.start(task);
            eventually("it waits for the other", this::somebodyWaits);
            other.commit();
            return waits;
        }
    }

    private boolean somebodyWaits() {
        return queue.database
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                                       WHERE datname = current_database() AND wait_event_type = 'Lock')
                        """).mapTo(Boolean.class).one());
    }

    @Test
    void cancel_thatWaited_findsTheJobEnded() {
        Job running = queue.running();

        CompletableFuture<Job> cancel =
                whileAnotherEnds(List.of(running), () -> queue.cancellations.one(running.id(), "test"));

        CompletionException refused = assertThrows(CompletionException.class, cancel::join);
        assertEquals(
                ErrorCode.CONFLICT,
                assertInstanceOf(MillraceException.class, refused.getCause()).code());
    }

    @Test
    void finish_thatWaited_changesNothing() {
        Job running = queue.running();

        CompletableFuture<Boolean> finish = whileAnotherEnds(
                List.of(running),
                () -> queue.completions
                        .finish(running, TestQueue.succeeded(null))
                        .isPresent());

        assertEquals(false, finish.join());
        assertEquals(JobState.CANCELLED, queue.reader.get(running.id()).state());
    }

    @Test
    void bulkCancel_thatWaited_goesOnWithTheRest() {
        Job first = queue.submit();
        Job second = queue.submit();
        Job rest = queue.submit(TestQueue.request("default", Priority.LOW, Start.NOW, 1));

        CompletableFuture<Cancellations.Count> cancel = whileAnotherEnds(
                List.of(first, second),
                () -> queue.cancellations.all(
                        new JobFilter(List.of(JobState.QUEUED), "count", null, Map.of(), null), "test"));

        assertEquals(new Cancellations.Count(1, 0), cancel.join());
        assertEquals(JobState.CANCELLED, queue.reader.get(rest.id()).state());
    }
}

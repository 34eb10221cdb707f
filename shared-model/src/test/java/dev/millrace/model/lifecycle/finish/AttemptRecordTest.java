package dev.millrace.model.lifecycle.finish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.Attempt;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.ProcessUsage;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.lifecycle.TestQueue;
import dev.millrace.model.worker.WorkerState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on record of an attempt that has ended: where it ran, what it used, and who stopped it. */
class AttemptRecordTest {
    private final TestQueue queue = new TestQueue();

    @AfterEach
    void close() {
        queue.close();
    }

    private Attempt attempt(Job job) {
        return queue.reader.withAttempts(job.id()).attempts().get(0);
    }

    private static Outcome outcome(AttemptState state, StopReason reason, ProcessUsage process) {
        return new Outcome(state, 143, "TERM", reason, 0, process, null, null, null, List.of());
    }

    @Test
    void usage_isKeptToTheByteAndTheMillisecond() {
        Job running = queue.running();
        ProcessUsage usage = new ProcessUsage(4_194_304, Duration.ofMillis(1_020), 5L << 32, 7L << 33);

        queue.finish(running, outcome(AttemptState.SUCCEEDED, null, usage));

        assertEquals(usage, attempt(running).process());
        assertEquals("host", attempt(running).host());
    }

    @Test
    void usage_mayBeKnownInPart() {
        Job running = queue.running();
        ProcessUsage usage = new ProcessUsage(7, null, null, 0);

        queue.finish(running, outcome(AttemptState.SUCCEEDED, null, usage));

        assertEquals(usage, attempt(running).process());
    }

    @Test
    void host_isKnownFromTheStart_andKeptLongerThanTheWorkersRow() {
        Job running = queue.running();
        assertEquals("host", attempt(running).host());
        assertNull(attempt(running).process());

        queue.finish(running, TestQueue.succeeded(null));
        queue.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM worker"));

        assertEquals("host", attempt(running).host());
    }

    @Test
    void lostAttempt_hasItsHost_andNothingThatNobodyKnows() {
        Job running = queue.running();
        queue.workers.changeState(running.worker(), WorkerState.LOST);

        queue.recovery.recoverAbandoned(1);

        assertEquals("host", attempt(running).host());
        assertNull(attempt(running).process());
        assertNull(attempt(running).stoppedBy());
    }

    @ParameterizedTest
    @CsvSource({"TIMEOUT, timeout", "LIMIT, limit", "DRAIN, worker", "LOST,", ","})
    void whatStoppedIt_hasAName(StopReason reason, String stoppedBy) {
        Job running = queue.running();
        queue.cancellations.one(running.id(), "request-1");

        queue.finish(running, outcome(AttemptState.FAILED, reason, null));

        assertEquals(stoppedBy, attempt(running).stoppedBy());
        assertEquals(reason, attempt(running).stopReason());
    }

    @Test
    void whoCancelledIt_isTheFirstWhoAsked() {
        Job running = queue.running();
        queue.cancellations.one(running.id(), "request-1");
        queue.cancellations.one(running.id(), "request-2");

        queue.finish(running, TestQueue.cancelled());

        Attempt attempt = attempt(running);
        assertEquals("request-1", attempt.stoppedBy());
        assertEquals(StopReason.CANCEL, attempt.stopReason());
        assertEquals("TERM", attempt.signal());
        assertEquals(143, attempt.exitCode());
        JobEvent event = queue.updates.events.get(2);
        assertEquals(EventType.CANCEL_REQUESTED, event.type());
        assertEquals("{\"requestedBy\":\"request-1\"}", event.data());
    }

    @Test
    void whoCancelledAWaitingJob_isInItsLastEvent() {
        Job queued = queue.submit();

        queue.cancellations.one(queued.id(), "request-1");

        JobEvent event = queue.updates.events.get(1);
        assertEquals(EventType.CANCELLED, event.type());
        assertTrue(event.data().contains("\"requestedBy\":\"request-1\""), event.data());
        assertTrue(event.data().contains("\"code\":\"CANCELLED\""), event.data());
    }
}

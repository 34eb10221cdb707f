package dev.millrace.worker.execute;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.StopReason;
import dev.millrace.worker.TestQueue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OutcomeRecorderTest {
    private static final Outcome SUCCESS =
            new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, "{\"pages\":7}", List.of());

    private final TestQueue queue = new TestQueue();
    private final OutcomeRecorder recorder = new OutcomeRecorder(queue.work);
    private final Job job = queue.runningOn(queue.worker());

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void outcome_isRecorded() {
        recorder.record(job, SUCCESS);

        assertEquals(JobState.SUCCEEDED, queue.reader.get(job.id()).state());
        assertEquals(Optional.of("{\"pages\":7}"), queue.reader.result(job.id()));
    }

    @Test
    void outcome_outlastsAnOutage() throws Exception {
        queue.refuse("job", "true", "57P03");
        Thread worker = new Thread(() -> recorder.record(job, SUCCESS));
        worker.start();
        eventually("it waits", () -> worker.getState() == Thread.State.TIMED_WAITING);

        queue.acceptAgain();
        worker.join();

        assertEquals(JobState.SUCCEEDED, queue.reader.get(job.id()).state());
    }

    @Test
    void refusedOutcome_failsTheJobAndSaysSo() {
        queue.refuse("job_result", "true", "P0001");

        recorder.record(job, SUCCESS);

        Job failed = queue.reader.get(job.id());
        assertEquals(JobState.FAILED, failed.state());
        assertEquals(FailureCode.OUTCOME_NOT_STORED, failed.failure().code());
        assertEquals(0, queue.reader.withAttempts(job.id()).attempts().get(0).exitCode());
    }

    @Test
    void staleOutcome_changesNothing() {
        recorder.record(job, Outcome.without(AttemptState.RELEASED, StopReason.DRAIN));

        recorder.record(job, SUCCESS);

        assertEquals(JobState.QUEUED, queue.reader.get(job.id()).state());
    }
}

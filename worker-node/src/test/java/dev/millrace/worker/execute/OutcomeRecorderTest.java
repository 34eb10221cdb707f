package dev.millrace.worker.execute;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.worker.TestQueue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OutcomeRecorderTest {
    private static final Outcome SUCCESS =
            new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, "{\"pages\":7}", List.of());

    private final TestQueue queue = new TestQueue();
    private final OutcomeRecorder recorder = new OutcomeRecorder(queue.completions);
    private final Job job = queue.runningOn(queue.worker());

    @AfterEach
    void close() {
        recorder.close();
        queue.close();
    }

    private CompletableFuture<Boolean> begin(Job attempt, Outcome outcome) {
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        recorder.record(attempt, outcome, () -> settled.complete(true));
        return settled;
    }

    private void record(Job attempt, Outcome outcome) {
        begin(attempt, outcome).join();
    }

    @Test
    void outcome_isRecorded() {
        record(job, SUCCESS);

        assertEquals(JobState.SUCCEEDED, queue.reader.get(job.id()).state());
        assertEquals(Optional.of("{\"pages\":7}"), queue.reader.result(job.id()));
    }

    /** Away, full disk, no memory, read-only, failing disk, lock timeout, statement timeout, rights that are missing. */
    @ParameterizedTest
    @ValueSource(strings = {"57P03", "53100", "53200", "25006", "58030", "55P03", "57014", "42501"})
    void outcome_outlastsAnOutage(String sqlState) {
        queue.refuse("job", "true", sqlState);
        CompletableFuture<Boolean> settled = begin(job, SUCCESS);
        eventually("it waits", OutcomeRecorderTest::waitsToTryAgain);

        queue.acceptAgain();
        settled.join();

        assertEquals(JobState.SUCCEEDED, queue.reader.get(job.id()).state());
    }

    private static boolean waitsToTryAgain() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("outcomes"))
                .anyMatch(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING
                        && Stream.of(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("write")));
    }

    @Test
    void refusedOutcome_hitsNoOther() {
        queue.refuse("job_result", "true", "P0001");
        Job other = queue.runningOn(queue.worker());
        Outcome withoutResult =
                new Outcome(AttemptState.SUCCEEDED, 0, null, null, 0, null, null, null, null, List.of());

        CompletableFuture<Boolean> refused = begin(job, SUCCESS);
        record(other, withoutResult);
        refused.join();

        assertEquals(JobState.SUCCEEDED, queue.reader.get(other.id()).state());
        assertEquals(JobState.FAILED, queue.reader.get(job.id()).state());
    }

    @Test
    void refusedOutcome_failsTheJobAndSaysSo() {
        queue.refuse("job_result", "true", "P0001");

        record(job, SUCCESS);

        Job failed = queue.reader.get(job.id());
        assertEquals(JobState.FAILED, failed.state());
        assertEquals(FailureCode.OUTCOME_NOT_STORED, failed.failure().code());
        assertEquals(0, queue.reader.withAttempts(job.id()).attempts().get(0).exitCode());
    }

    @Test
    void staleOutcome_changesNothing() {
        record(job, Outcome.without(AttemptState.RELEASED, StopReason.DRAIN));

        record(job, SUCCESS);

        assertEquals(JobState.QUEUED, queue.reader.get(job.id()).state());
    }
}

package dev.millrace.model.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {
    private static final Duration WAIT = Duration.ofSeconds(7);
    private static final Failure EXIT = new Failure(FailureCode.EXIT_CODE, "The tool exited with code 75.");
    private static final Failure ON_REQUEST = new Failure(FailureCode.CANCELLED, "Cancelled on request.");

    private static Outcome failed(Duration retryAfter) {
        return new Outcome(AttemptState.FAILED, 75, null, null, 0, null, EXIT, retryAfter, null, List.of());
    }

    private static Outcome ended(AttemptState state) {
        return Outcome.without(state, StopReason.LOST);
    }

    private static Settlement of(Outcome outcome, boolean cancelRequested) {
        return Settlement.of(outcome, 0, 3, cancelRequested, 0);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void success_isFinal(boolean cancelRequested) {
        assertEquals(
                new Settlement(JobState.SUCCEEDED, false, null, Duration.ZERO),
                of(ended(AttemptState.SUCCEEDED), cancelRequested));
    }

    @Test
    void stoppedOnRequest_isCancelled() {
        assertEquals(
                new Settlement(JobState.CANCELLED, false, ON_REQUEST, Duration.ZERO),
                of(ended(AttemptState.CANCELLED), true));
    }

    @ParameterizedTest
    @CsvSource({
        "0, QUEUED, 0",
        "2, QUEUED, 0",
        "3, SCHEDULED, 1",
        "5, SCHEDULED, 4",
        "12, SCHEDULED, 300",
        "99, SCHEDULED, 300"
    })
    void releasedAgainAndAgain_waitsLongerEachTime(int before, JobState next, int seconds) {
        assertEquals(
                new Settlement(next, false, null, Duration.ofSeconds(seconds)),
                Settlement.of(ended(AttemptState.RELEASED), 0, 3, false, before));
        assertEquals(
                JobState.CANCELLED,
                Settlement.of(ended(AttemptState.RELEASED), 0, 3, true, before).next());
    }

    @Test
    void failureNotWorthARetry_fails() {
        assertEquals(new Settlement(JobState.FAILED, true, EXIT, Duration.ZERO), of(failed(null), false));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, FAILED", "0, 2, SCHEDULED", "1, 2, FAILED", "1, 3, SCHEDULED", "2, 3, FAILED", "5, 3, FAILED"})
    void failureWorthARetry_isTriedUntilTheAttemptsAreUsedUp(int failures, int maxAttempts, JobState next) {
        Settlement settlement = Settlement.of(failed(WAIT), failures, maxAttempts, false, 0);

        assertEquals(new Settlement(next, true, EXIT, next == JobState.SCHEDULED ? WAIT : Duration.ZERO), settlement);
    }

    @Test
    void failureWorthARetry_isCancelledInsteadWhenThatWasAsked() {
        assertEquals(new Settlement(JobState.CANCELLED, true, ON_REQUEST, Duration.ZERO), of(failed(WAIT), true));
    }

    @Test
    void lastFailure_staysAFailureEvenIfACancelWasAsked() {
        assertEquals(
                new Settlement(JobState.FAILED, true, EXIT, Duration.ZERO), Settlement.of(failed(WAIT), 2, 3, true, 0));
    }

    @ParameterizedTest
    @CsvSource({"RELEASED, 0", "RELEASED, 2", "LOST, 0", "LOST, 1"})
    void endWithoutFault_isQueuedAgain(AttemptState state, int losses) {
        assertEquals(
                new Settlement(JobState.QUEUED, false, null, Duration.ZERO),
                Settlement.of(ended(state), 2, 3, false, losses));
    }

    @ParameterizedTest
    @CsvSource({"RELEASED, 0", "RELEASED, 9", "LOST, 0", "LOST, 1", "LOST, 2", "LOST, 3"})
    void endWithoutFault_isCancelledInsteadWhenThatWasAsked(AttemptState state, int losses) {
        assertEquals(
                new Settlement(JobState.CANCELLED, false, ON_REQUEST, Duration.ZERO),
                Settlement.of(ended(state), 2, 3, true, losses));
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void thirdLoss_failsTheJob(int losses) {
        Settlement settlement = Settlement.of(ended(AttemptState.LOST), 0, 3, false, losses);

        assertEquals(JobState.FAILED, settlement.next());
        assertEquals(FailureCode.WORKER_LOST, settlement.failure().code());
    }

    @Test
    void runningAttempt_isNotSettled() {
        assertThrows(IllegalArgumentException.class, () -> of(ended(AttemptState.RUNNING), false));
    }
}

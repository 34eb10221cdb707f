package dev.millrace.worker.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.job.AttemptState;
import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.Outcome;
import dev.millrace.model.job.StopReason;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the way in which a program ended means. */
class ExitJudgeTest extends JudgeTest {
    @ParameterizedTest
    @CsvSource({"1, false", "3, false", "4, true", "75, true", "127, false"})
    void otherExit_isFailure_andIsTriedAgainAsThePolicySays(int code, boolean again) {
        Outcome outcome = judge(exit(code));

        assertFailed(FailureCode.EXIT_CODE, "code " + code + ".", outcome);
        assertEquals(code, outcome.exitCode());
        assertEquals(again ? TestTools.SECOND_WAIT : null, outcome.retryAfter());
    }

    @Test
    void deathBySignal_isNamed() {
        Outcome outcome = judge(exit(137));

        assertFailed(FailureCode.SIGNAL, "signal 9", outcome);
        assertEquals(null, outcome.retryAfter());
    }

    @Test
    void programThatIsNotThere_isNotTriedAgain() {
        Outcome outcome = judge(Exit.notStarted(FailureCode.PROGRAM_NOT_FOUND, "No program 'nope'."));

        assertFailed(FailureCode.PROGRAM_NOT_FOUND, "No program 'nope'.", outcome);
        assertEquals(null, outcome.exitCode());
        assertEquals(null, outcome.retryAfter());
    }

    @Test
    void startThatFailed_isTriedAgain() {
        Outcome outcome = judge(Exit.notStarted(FailureCode.START_FAILED, "Too many processes."));

        assertFailed(FailureCode.START_FAILED, "Too many processes.", outcome);
        assertEquals(TestTools.SECOND_WAIT, outcome.retryAfter());
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void stopped_meansWhatItWasStoppedFor(StopReason reason) {
        Outcome outcome = judge(Exit.stopped(reason, 143, Signal.TERM, 0));

        AttemptState expected = switch (reason) {
            case CANCEL -> AttemptState.CANCELLED;
            case DRAIN -> AttemptState.RELEASED;
            case LOST -> AttemptState.LOST;
            case TIMEOUT, LIMIT -> AttemptState.FAILED;
        };
        assertEquals(expected, outcome.state());
        assertEquals(reason, outcome.stopReason());
        assertEquals("TERM", outcome.signal());
        assertEquals(143, outcome.exitCode());
        assertEquals(null, outcome.retryAfter());
    }

    @Test
    void timeout_saysHowLongItWas() {
        assertFailed(FailureCode.TIMEOUT, "1m30s", judge(Exit.stopped(StopReason.TIMEOUT, 143, Signal.TERM, 0)));
    }
}

package dev.millrace.worker.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the way in which a program ended means. */
class ExitOutcomeTest extends OutcomeDeciderTest {
    @ParameterizedTest
    @CsvSource({
        "1, false",
        "3, false",
        "4, true",
        "75, true",
        "127, false",
        "128, false",
        "137, true",
        "139, false",
        "192, false",
        "255, false"
    })
    void otherExit_isFailure_andIsTriedAgainAsThePolicySays(int code, boolean again) {
        Outcome outcome = decide(exit(code));

        assertFailed(FailureCode.EXIT_CODE, "code " + code + ".", outcome);
        assertEquals(code, outcome.exitCode());
        assertEquals(again ? TestTools.SECOND_WAIT : null, outcome.retryAfter());
    }

    @ParameterizedTest
    @CsvSource({
        "9, SIGKILL, false",
        "11, SIGSEGV, true",
        "33, SIG33, false",
        "34, SIGRTMIN, false",
        "64, SIGRTMIN+30, false"
    })
    void deathBySignal_isNamed_andIsTriedAgainAsThePolicySays(int signal, String name, boolean again) {
        Outcome outcome = decide(Exit.ended(ProgramEnd.killed(signal), null, 0));

        assertFailed(FailureCode.SIGNAL, "killed by signal " + signal + " (" + name + ")", outcome);
        assertEquals(128 + signal, outcome.exitCode());
        assertEquals(again ? TestTools.SECOND_WAIT : null, outcome.retryAfter());
    }

    @ParameterizedTest
    @CsvSource({"137, 9, true", "139, 11, true", "143, 15, false"})
    void endThatMayBeEither_saysSo_andIsTriedAgainIfEitherWouldBe(int code, int signal, boolean again) {
        Outcome outcome = decide(Exit.ended(ProgramEnd.reported(code), null, 0));

        assertFailed(FailureCode.EXIT_CODE, "code " + code + ", or was killed by signal " + signal + " ", outcome);
        assertEquals(again ? TestTools.SECOND_WAIT : null, outcome.retryAfter());
    }

    @Test
    void programThatIsNotThere_isNotTriedAgain() {
        Outcome outcome = decide(Exit.notStarted(FailureCode.PROGRAM_NOT_FOUND, "No program 'nope'."));

        assertFailed(FailureCode.PROGRAM_NOT_FOUND, "No program 'nope'.", outcome);
        assertEquals(null, outcome.exitCode());
        assertEquals(null, outcome.retryAfter());
    }

    @Test
    void startThatFailed_isTriedAgain() {
        Outcome outcome = decide(Exit.notStarted(FailureCode.START_FAILED, "Too many processes."));

        assertFailed(FailureCode.START_FAILED, "Too many processes.", outcome);
        assertEquals(TestTools.SECOND_WAIT, outcome.retryAfter());
    }

    @ParameterizedTest
    @EnumSource(StopReason.class)
    void stopped_meansWhatItWasStoppedFor(StopReason reason) {
        Outcome outcome = decide(Exit.stopped(reason, ProgramEnd.killed(15), Signal.TERM, 0));

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
        assertFailed(
                FailureCode.TIMEOUT,
                "1m30s",
                decide(Exit.stopped(StopReason.TIMEOUT, ProgramEnd.killed(15), Signal.TERM, 0)));
    }
}

package dev.millrace.worker.runtime;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.ProcessUsage;
import org.junit.jupiter.api.Test;

final class StartBackoffTest {
    private static final ExhaustedException NONE_LEFT = new ExhaustedException("Resource temporarily unavailable");

    private final StartBackoff startBackoff = new StartBackoff();
    private Exit exit = Exit.ended(ProgramEnd.exited(0), null, 0).with(new ProcessUsage(1, null, null, 0));
    private RuntimeException failure;

    /** Of which nothing is used but whether it starts anything. */
    private final ToolRuntime runtime = startBackoff.noting((launch, output, stop) -> {
        if (failure != null) {
            throw failure;
        }
        return exit;
    });

    @SuppressWarnings("NullAway") // The runtime above looks at none of these.
    private void run() {
        runtime.run(null, null, new Stop());
    }

    private void runInVain() {
        failure = NONE_LEFT;
        assertThrows(ExhaustedException.class, this::run);
        failure = null;
    }

    @Test
    void failure_isFollowedByAPause_andByNoneOnceSomethingStarts() {
        assertTrue(startBackoff.mayTryNow());

        runInVain();
        assertFalse(startBackoff.mayTryNow());
        eventually("it is over", startBackoff::mayTryNow);

        runInVain();
        eventually("it is over", startBackoff::mayTryNow);
        run();
        assertTrue(startBackoff.probe());
    }

    @Test
    void machineThatLetsThreadsBeStartedAgain_isWell() {
        runInVain();
        assertFalse(startBackoff.probe());

        eventually("a thread can be started", startBackoff::probe);
    }

    @Test
    void toolThatCannotBeStarted_forAReasonOfItsOwn_saysNothingOfTheMachine() {
        exit = Exit.notStarted(FailureCode.PROGRAM_NOT_FOUND, "There is no such program");
        run();
        failure = new IllegalStateException("The output was refused");
        assertThrows(IllegalStateException.class, this::run);

        assertTrue(startBackoff.mayTryNow());
        assertTrue(startBackoff.probe());
    }
}

package dev.millrace.worker.runtime;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.FailureCode;
import dev.millrace.model.job.ProcessUsage;
import org.junit.jupiter.api.Test;

final class StartsTest {
    private static final ExhaustedException NONE_LEFT = new ExhaustedException("Resource temporarily unavailable");

    private final Starts starts = new Starts();
    private Exit exit = Exit.ended(ProgramEnd.exited(0), null, 0).with(new ProcessUsage(1, null, null, 0));
    private RuntimeException failure;

    /** Of which nothing is used but whether it starts anything. */
    private final ToolRuntime runtime = starts.noting((launch, output, stop) -> {
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
        assertTrue(starts.areDue());

        runInVain();
        assertFalse(starts.areDue());
        eventually("it is over", starts::areDue);

        runInVain();
        eventually("it is over", starts::areDue);
        run();
        assertTrue(starts.areWell());
    }

    @Test
    void machineThatLetsThreadsBeStartedAgain_isWell() {
        runInVain();
        assertFalse(starts.areWell());

        eventually("a thread can be started", starts::areWell);
    }

    @Test
    void toolThatCannotBeStarted_forAReasonOfItsOwn_saysNothingOfTheMachine() {
        exit = Exit.notStarted(FailureCode.PROGRAM_NOT_FOUND, "There is no such program");
        run();
        failure = new IllegalStateException("The output was refused");
        assertThrows(IllegalStateException.class, this::run);

        assertTrue(starts.areDue());
        assertTrue(starts.areWell());
    }
}

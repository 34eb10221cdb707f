package dev.millrace.worker.queue;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The slots of jobs of other programs. How these come from JobRunr's table, {@code ProgramsTest} has. */
@Timeout(120)
class DispatcherOtherProgramsTest extends DispatcherFixture {
    private void runOther() {
        await(goOn);
        executed.add(UUID.randomUUID());
    }

    @Test
    void jobsOfOtherPrograms_takeTheSlotsThatToolsLeave_andNoMore() {
        addJobs(1);
        for (int i = 0; i < 5; i++) {
            others.add(this::runOther);
        }
        start(3, this::claim, true);
        eventually("the tool's job runs", () -> running.count() == 1);
        assertEquals(5, others.size(), "nobody has said that they wait");

        dispatcher.wakeForOthers();
        eventually("two more slots are taken", () -> others.size() == 3);

        addJobs(1);
        dispatcher.wake();
        assertEquals(1, running.count());
        goOn.countDown();
        eventually("all have run", () -> executed.size() == 7);
    }

    @Test
    void jobOfAnotherProgram_withoutAThread_leavesItsSlotFree() {
        missingThreads.set(1);
        others.add(this::runOther);
        goOn.countDown();
        start(1, this::claim, false);
        dispatcher.wakeForOthers();
        eventually("it could not be begun", () -> !startBackoff.mayTryNow());

        addJobs(1);
        eventually("the slot is taken", () -> {
            dispatcher.wake();
            return executed.size() == 1;
        });
    }
}

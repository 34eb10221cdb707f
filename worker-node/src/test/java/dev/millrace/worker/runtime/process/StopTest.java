package dev.millrace.worker.runtime.process;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.worker.runtime.AttemptLease;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Signal;
import dev.millrace.worker.runtime.Stop;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A stop reaches every process of the attempt, and gives it its grace. */
class StopTest extends ToolTest {
    @Test
    void cancel_beforeTheStart_startsNothing() {
        Tool tool = script("echo ran");
        assertTrue(tool.stop.request(StopReason.CANCEL));
        assertFalse(tool.stop.request(StopReason.DRAIN));

        Exit exit = tool.run();

        assertEquals(Exit.stopped(StopReason.CANCEL, null, null, 0), exit);
        assertEquals(List.of(), tool.output.lines);
    }

    /** The last question, after all that takes time. */
    @Test
    void attemptThatMayBeAnothers_isNotStarted() {
        Tool tool = script("echo ran");
        AtomicBoolean isPrepared = new AtomicBoolean();
        tool.stop = new Stop(new AttemptLease(
                () -> {
                    isPrepared.set(Files.exists(tool.directory.parameters()));
                    return false;
                },
                () -> false));

        assertEquals(Exit.stopped(StopReason.LOST, null, null, 0), tool.run());
        assertTrue(isPrepared.get());
        assertEquals(List.of(), tool.output.lines);
    }

    @Test
    void cancel_whileItRuns_sendsTerm() {
        Exit exit = script("echo up; sleep 600").stopAt("up", StopReason.CANCEL);

        assertEquals(Exit.stopped(StopReason.CANCEL, ProgramEnd.killed(15), Signal.TERM, 0), exit);
    }

    @Test
    void cancel_letsTheToolFinishWithinItsGrace() {
        Tool tool = script("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.02; done");

        Exit exit = tool.stopAt("up", StopReason.CANCEL);

        assertEquals(Exit.stopped(StopReason.CANCEL, ProgramEnd.exited(3), Signal.TERM, 0), exit);
        assertTrue(tool.output.has("bye"));
    }

    @Test
    void cancel_afterTheEnd_changesNothing() {
        Tool tool = script("exit 0");

        assertEquals(Exit.ended(ProgramEnd.exited(0), null, 0), tool.run());
        assertTrue(tool.stop.request(StopReason.CANCEL));
    }

    @Test
    void cancel_killsWhoIgnoresTerm() {
        Tool tool = script("trap '' TERM; echo up; while :; do sleep 0.02; done");
        tool.grace = Duration.ofMillis(50);

        assertEquals(
                Exit.stopped(StopReason.CANCEL, ProgramEnd.killed(9), Signal.KILL, 0),
                tool.stopAt("up", StopReason.CANCEL));
    }

    @Test
    void cancel_reachesGrandchildren() {
        Tool tool = script(ESCAPE + "echo up; sleep 600");
        tool.grace = Duration.ofMillis(50);

        Exit exit = tool.stopAt("up", StopReason.CANCEL);

        assertEquals(Signal.KILL, exit.signal());
        assertEquals(0, exit.survivors());
        assertEscapedIsDead(tool);
    }

    @Test
    void timeout_stops() {
        Tool tool = script(ESCAPE + "sleep 600");
        tool.timeout = Duration.ofSeconds(1);
        tool.grace = Duration.ofMillis(50);

        Exit exit = tool.run();

        assertEquals(StopReason.TIMEOUT, exit.stopReason());
        assertEquals(0, exit.survivors());
        assertEquals(StopReason.TIMEOUT, tool.stop.reason().orElseThrow());
        assertEscapedIsDead(tool);
    }

    @Test
    void interrupt_stopsAndIsKept() throws Exception {
        Tool tool = script("echo up; sleep 600");
        AtomicReference<Exit> exit = new AtomicReference<>();
        AtomicBoolean kept = new AtomicBoolean();
        Thread attempt = new Thread(() -> {
            exit.set(tool.run());
            kept.set(Thread.currentThread().isInterrupted());
        });
        attempt.start();
        eventually("the tool is up", () -> tool.output.has("up"));

        attempt.interrupt();
        attempt.join();

        assertEquals(Exit.stopped(StopReason.DRAIN, ProgramEnd.killed(15), Signal.TERM, 0), exit.get());
        assertTrue(kept.get());
    }

    @Test
    void forkStorm_losesTheRace() {
        Tool tool = script(
                "trap '' TERM; echo up; for i in $(seq 50); do (setsid sh -c 'trap \"\" TERM; sleep 0.3; setsid sleep 600' &)"
                        + " ; sleep 0.01; done; sleep 600");
        tool.grace = Duration.ofMillis(100);

        Exit exit = tool.stopAt("up", StopReason.CANCEL);

        assertEquals(Exit.stopped(StopReason.CANCEL, ProgramEnd.killed(9), Signal.KILL, 0), exit);
        assertNoProcessWorksIn(tool);
    }
}

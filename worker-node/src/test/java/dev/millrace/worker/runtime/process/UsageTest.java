package dev.millrace.worker.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.process.spawn.LauncherSpawner;
import dev.millrace.worker.runtime.process.spawn.Marking;
import dev.millrace.worker.runtime.process.spawn.Spawner;
import dev.millrace.worker.runtime.process.tree.ProcessTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a tool used, by numbers that the tool itself knows. */
class UsageTest extends ToolTest {
    private static final long MEBIBYTE = 1 << 20;
    /** What perl and the shell need for themselves, and more. */
    private static final long INTERPRETER = 32 * MEBIBYTE;

    private static final String BURN = "perl -e '1 while (times)[0] + (times)[1] < 0.4'";

    /** Fills so many bytes of memory, and no more for a copy. */
    private static String fill(long bytes) {
        return "perl -e '$| = 1; open(Z, \"<\", \"/dev/zero\"); sysread(Z, $x, " + bytes + "); print \"full\\n\";"
                + " sleep $ARGV[0]' ";
    }

    private static void assertBetween(long least, long most, long value) {
        assertTrue(least <= value && value <= most, least + " <= " + value + " <= " + most);
    }

    @Test
    void pid_isTheProgramsOwn() {
        Tool tool = script("echo $$");

        tool.run();

        assertTrue(tool.output.has(Long.toString(tool.usage.pid())), () -> tool.usage + " " + tool.output.lines);
    }

    @Test
    void cpuTime_isThatOfTheProgramAndOfTheChildrenItWaitedFor() {
        Tool tool = script(BURN + "; " + BURN);

        tool.run();

        assertBetween(780, 1_500, tool.usage.cpuTime().toMillis());
    }

    @Test
    void cpuTime_isNoneForATimeOfWaiting() {
        Tool tool = script("sleep 0.5");

        tool.run();

        assertBetween(0, 250, tool.usage.cpuTime().toMillis());
    }

    @Test
    void cpuTime_isKnownOfAToolThatWasStopped() {
        Tool tool = script(BURN + "; echo burnt; sleep 60");

        tool.stopAt("burnt", StopReason.CANCEL);

        assertBetween(390, 1_000, tool.usage.cpuTime().toMillis());
    }

    @Test
    void peakMemory_isThatOfTheToolAndNotOfTheWorker() {
        Tool tool = script(fill(64 * MEBIBYTE) + "60; true");

        tool.stopAt("full", StopReason.CANCEL);

        assertBetween(64 * MEBIBYTE, 64 * MEBIBYTE + INTERPRETER, tool.usage.peakMemory());
    }

    @Test
    void peakMemory_aboveTheWorkersIsCertain_howeverShort() {
        long much = ProcessTable.peakMemory(ProcessHandle.current().pid()) * 3 / 2;
        Tool tool = script(fill(much) + "0; true");

        tool.run();

        assertBetween(much, much + INTERPRETER, tool.usage.peakMemory());
    }

    @Test
    void peakMemory_ofATinyToolIsTinyOrUnknown() {
        Tool tool = program("true");

        tool.run();

        Long peak = tool.usage.peakMemory();
        assertTrue(peak == null || peak < INTERPRETER, () -> "peak " + peak);
    }

    @Test
    void outputBytes_areAllThatTheToolWrote_keptOrNot() {
        Tool tool = script("yes | head -c 1058576; yes | head -c 7 >&2");
        tool.runtime = ProcessRuntime.onThisMachine(new OutputLimits(1000, 10_000, 50));

        tool.run();

        assertEquals(10_000 + MEBIBYTE + 7, tool.usage.outputBytes());
    }

    @Test
    void programThatNeverStarted_usedNothing() {
        Tool stopped = program("true");
        stopped.stop.request(StopReason.CANCEL);
        Tool missing = program("no-such-program");

        stopped.run();
        missing.run();

        assertNull(stopped.usage);
        assertNull(missing.usage);
    }

    @Test
    void launchers_tellNoCpuTime_andTheRest() {
        Tool tool = script("echo $$; " + fill(64 * MEBIBYTE) + "60; true");
        Spawner launchers = new LauncherSpawner();
        tool.runtime = new ProcessRuntime(launchers, Marking.tryOut(launchers), OutputLimits.DEFAULT);

        tool.stopAt("full", StopReason.CANCEL);

        assertNull(tool.usage.cpuTime());
        assertTrue(tool.output.has(Long.toString(tool.usage.pid())), () -> tool.usage + " " + tool.output.lines);
        assertBetween(64 * MEBIBYTE, 64 * MEBIBYTE + INTERPRETER, tool.usage.peakMemory());
        assertEquals(Long.toString(tool.usage.pid()).length() + 6, tool.usage.outputBytes());
    }

    @Test
    void timeout_isStillTheWholeTimeAllowed() {
        Tool tool = script("sleep 60");
        tool.timeout = Duration.ofMillis(700);
        long began = System.nanoTime();

        assertEquals(StopReason.TIMEOUT, tool.run().stopReason());

        assertTrue(System.nanoTime() - began >= tool.timeout.toNanos());
    }
}

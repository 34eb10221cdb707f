package dev.millrace.worker.runtime.process.orphan;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.Tool;
import dev.millrace.worker.runtime.process.ToolTest;
import dev.millrace.worker.runtime.process.spawn.Marking;
import dev.millrace.worker.runtime.process.spawn.NativeProcess;
import dev.millrace.worker.runtime.process.spawn.NativeSpawner;
import dev.millrace.worker.runtime.process.tree.ProcessTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With this JVM in the place of process 1: what loses its parent becomes its child. */
class OrphanReaperTest extends ToolTest {
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final long SELF = ProcessHandle.current().pid();

    /** Twenty that outlive their parents, and end when the tool has ended. */
    private static final String ORPHANS = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do"
            + " (sh -c 'until [ -e go ]; do sleep 0.01; done' &); done; : > go; ";

    static {
        Native.register(OrphanReaperTest.class, "c");
    }

    private AutoCloseable reaper;

    private static native int prctl(int option, long value, long third, long fourth, long fifth);

    @BeforeEach
    void adoptOrphans() {
        assertEquals(0, prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
        reaper = OrphanReaper.start();
    }

    @AfterEach
    void adoptNoMore() throws Exception {
        reaper.close();
        prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
    }

    @Test
    void orphans_areCollected_andTheToolsExitIsItsOwn() {
        for (int i = 0; i < 5; i++) {
            assertEquals(ProgramEnd.exited(7), script(ORPHANS + "exit 7").run().end());
        }

        eventually("none is left", () -> ProcessTable.zombiesOf(SELF).isEmpty());
    }

    @Test
    void orphans_areNoSurvivors() {
        Tool tool = script(ORPHANS + "echo up; sleep 60");

        Exit exit = tool.stopAt("up", StopReason.CANCEL);

        assertEquals(0, exit.survivors());
        eventually("none is left", () -> ProcessTable.zombiesOf(SELF).isEmpty());
    }

    @Test
    void childrenOfTheJvmAndOfOurs_areLeftToThoseWhoWaitForThem() throws Exception {
        List<CompletableFuture<Integer>> ends = new ArrayList<>();
        NativeProcess late = (NativeProcess) NativeSpawner.orThroughLaunchers()
                .start(
                        List.of("/bin/sh", "-c", "exit 9"),
                        Map.of(),
                        root,
                        Path.of("/dev/null"),
                        new Marking(0),
                        new Stop())
                .process();
        for (int i = 0; i < 50; i++) {
            ends.add(new ProcessBuilder("/bin/sh", "-c", "sleep 0." + i % 10 + "; exit 3")
                    .start()
                    .onExit()
                    .thenApply(Process::exitValue));
        }
        for (CompletableFuture<Integer> end : ends) {
            assertEquals(3, end.join());
        }

        // Nobody has waited for it all the while, and it is a zombie like an orphan.
        assertTrue(ProcessTable.zombiesOf(SELF).stream().anyMatch(zombie -> zombie.pid() == late.pid()));
        assertEquals(9, late.waitFor());
    }
}

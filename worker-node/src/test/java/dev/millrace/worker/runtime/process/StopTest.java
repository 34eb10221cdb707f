package dev.millrace.worker.runtime.process;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.StopReason;
import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Exit.Outcome;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.Signal;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.scratch.Scratch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of an attempt outlives it. */
class StopTest {
    /** A grandchild that did all it can to get away: two forks, its own session, no environment, deaf to TERM. */
    private static final String ESCAPE =
            "(setsid env -i /bin/sh -c 'trap \"\" TERM; echo pid $$; while :; do sleep 0.05; done' &) ; ";

    @TempDir
    Path root;

    private Scratch scratch;

    @BeforeEach
    void open() throws Exception {
        scratch = Scratch.open(root);
    }

    @AfterEach
    void close() throws Exception {
        scratch.close();
    }

    @Test
    void cancel_beforeTheStart_startsNothing() {
        Tool tool = Tool.script(scratch, "echo ran");
        assertTrue(tool.stop.request(StopReason.CANCEL));
        assertFalse(tool.stop.request(StopReason.DRAIN));

        Exit exit = tool.run();

        assertEquals(Exit.stopped(StopReason.CANCEL, null, null, 0), exit);
        assertEquals(List.of(), tool.output.lines);
    }

    @Test
    void cancel_whileItRuns_sendsTerm() {
        Exit exit = Tool.script(scratch, "echo up; sleep 600").stopAt("up", StopReason.CANCEL);

        assertEquals(Exit.stopped(StopReason.CANCEL, 143, Signal.TERM, 0), exit);
    }

    @Test
    void cancel_letsTheToolFinishWithinItsGrace() {
        Tool tool = Tool.script(scratch, "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.02; done");

        Exit exit = tool.stopAt("up", StopReason.CANCEL);

        assertEquals(Exit.stopped(StopReason.CANCEL, 3, Signal.TERM, 0), exit);
        assertTrue(tool.output.has("bye"));
    }

    @Test
    void cancel_afterTheEnd_changesNothing() {
        Tool tool = Tool.script(scratch, "exit 0");

        assertEquals(Exit.ended(0, null, 0), tool.run());
        assertTrue(tool.stop.request(StopReason.CANCEL));
    }

    @Test
    void cancel_killsWhoIgnoresTerm() {
        Tool tool = Tool.script(scratch, "trap '' TERM; echo up; while :; do sleep 0.02; done");
        tool.grace = Duration.ofMillis(50);

        assertEquals(Exit.stopped(StopReason.CANCEL, 137, Signal.KILL, 0), tool.stopAt("up", StopReason.CANCEL));
    }

    @Test
    void cancel_reachesGrandchildren() {
        Tool tool = Tool.script(scratch, ESCAPE + "sleep 0.2; echo up; sleep 600");
        tool.grace = Duration.ofMillis(50);

        Exit exit = tool.stopAt("up", StopReason.CANCEL);

        assertEquals(Signal.KILL, exit.signal());
        assertEquals(0, exit.survivors());
        assertEscapedIsDead(tool);
    }

    @Test
    void exit_reachesGrandchildren() {
        Tool tool = Tool.script(scratch, ESCAPE + "sleep 0.2; exit 6");
        tool.grace = Duration.ofMillis(50);

        Exit exit = tool.run();

        assertEquals(Exit.ended(6, Signal.KILL, 0), exit);
        assertTrue(tool.output.texts(LogStream.MILLRACE).get(0).contains("behind"));
        assertEscapedIsDead(tool);
    }

    @Test
    void environment_isTheMarkWhereTheLimitCannotBeSet() {
        Marking withoutLimits = new Marking(1000);
        assertFalse(withoutLimits.usesLimits());
        Tool tool = Tool.script(
                scratch,
                "(setsid /bin/sh -c 'trap \"\" TERM; echo pid $$; while :; do sleep 0.05; done' &) ; sleep 0.2");
        tool.runtime = new ProcessRuntime(NativeSpawner.orThroughLaunchers(), withoutLimits, OutputLimits.DEFAULT);
        tool.grace = Duration.ofMillis(50);

        assertEquals(Exit.ended(0, Signal.KILL, 0), tool.run());
        assertEscapedIsDead(tool);
    }

    @Test
    void timeout_stops() {
        Tool tool = Tool.script(scratch, ESCAPE + "sleep 600");
        tool.timeout = Duration.ofMillis(300);
        tool.grace = Duration.ofMillis(50);

        Exit exit = tool.run();

        assertEquals(StopReason.TIMEOUT, exit.stopReason());
        assertEquals(0, exit.survivors());
        assertEquals(StopReason.TIMEOUT, tool.stop.reason().orElseThrow());
        assertEscapedIsDead(tool);
    }

    @Test
    void interrupt_stopsAndIsKept() throws Exception {
        Tool tool = Tool.script(scratch, "echo up; sleep 600");
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

        assertEquals(Exit.stopped(StopReason.DRAIN, 143, Signal.TERM, 0), exit.get());
        assertTrue(kept.get());
    }

    @Test
    void pipesHeldOpen_doNotHangTheAttempt() {
        Tool tool = Tool.script(scratch, "(trap '' TERM; sleep 600) & echo up; exit 2");
        tool.grace = Duration.ofMillis(50);

        assertEquals(2, tool.run().exitCode());
        assertTrue(tool.output.has("up"));
    }

    @Test
    void pipeHeldOpenByAStranger_doesNotHangTheAttempt() throws Exception {
        // Not a descendant: it opens the tool's standard output through /proc.
        Tool tool = Tool.script(scratch, "echo up; while [ ! -e go ]; do sleep 0.02; done; echo done");
        var exit = tool.start();
        eventually("the tool is up", () -> tool.output.has("up"));
        Process stranger = new ProcessBuilder("/bin/sh", "-c", "echo here; exec sleep 600")
                .redirectOutput(Path.of("/proc/" + tool.output.pid + "/fd/1").toFile())
                .start();
        try {
            eventually("the stranger speaks", () -> tool.output.has("here"));
            Files.createFile(tool.directory.work().resolve("go"));

            assertEquals(Exit.ended(0, null, 0), exit.join());
            assertTrue(tool.output.has("done"));
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void forkStorm_losesTheRace() {
        Tool tool = Tool.script(
                scratch,
                "trap '' TERM; echo up; for i in $(seq 50); do (setsid sh -c 'trap \"\" TERM; sleep 0.3; setsid sleep 600' &)"
                        + " ; sleep 0.01; done; sleep 600");
        tool.grace = Duration.ofMillis(100);

        Exit exit = tool.stopAt("up", StopReason.CANCEL);

        assertEquals(Exit.stopped(StopReason.CANCEL, 137, Signal.KILL, 0), exit);
        assertNoProcessWorksIn(tool);
    }

    @Test
    void failingOutput_endsTheToolAndIsTold() {
        Tool tool = Tool.script(scratch, "echo one; echo two; yes | head -c 1000000; exit 0");
        IllegalStateException failure = new IllegalStateException("no room");
        tool.receiver = new Output() {
            @Override
            public void line(LogStream stream, String text) {
                throw failure;
            }

            @Override
            public void progress(int percent, String message) {}
        };

        RuntimeException thrown = assertThrows(RuntimeException.class, tool::run);

        assertEquals(failure, thrown);
        assertNoProcessWorksIn(tool);
    }

    @Test
    void manyAttempts_leaveNothingBehind() {
        Tool.program(scratch, "true").run();
        int before = openFiles();

        for (int i = 0; i < 200; i++) {
            Exit exit = Tool.program(scratch, "/bin/true").run();
            assertEquals(Outcome.EXITED, exit.outcome());
            assertNull(exit.signal());
        }

        eventually("no file is left open", () -> openFiles() <= before);
        eventually(
                "no child is left",
                () -> ProcessHandle.current()
                        .children()
                        .noneMatch(child -> child.info().command().orElse("").endsWith("true")));
    }

    private static int openFiles() {
        return new File("/proc/self/fd").list().length;
    }

    private static void assertEscapedIsDead(Tool tool) {
        String line = tool.output.texts(LogStream.STDOUT).stream()
                .filter(text -> text.startsWith("pid "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The grandchild never ran: " + tool.output.lines));
        assertTrue(ProcessTable.find(Long.parseLong(line.substring(4))).isEmpty(), "The grandchild is alive: " + line);
        assertNoProcessWorksIn(tool);
    }

    private static void assertNoProcessWorksIn(Tool tool) {
        List<Long> left = ProcessTable.all().stream()
                .map(ProcessTable.Entry::pid)
                .filter(pid -> tool.directory.work().equals(workingDirectory(pid)))
                .toList();
        assertEquals(List.of(), left);
    }

    private static Path workingDirectory(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
        } catch (IOException e) {
            return Path.of("/");
        }
    }
}

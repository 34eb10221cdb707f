package dev.millrace.worker.runtime.process;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.log.LogStream;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Exit.Outcome;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.Signal;
import dev.millrace.worker.runtime.output.OutputLimits;
import dev.millrace.worker.runtime.process.spawn.Marking;
import dev.millrace.worker.runtime.process.spawn.NativeSpawner;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whatever a program leaves behind when it exits ends with its attempt. */
class LeftoverTest extends ToolTest {
    @Test
    void exit_reachesGrandchildren() {
        Tool tool = script(ESCAPE + "exit 6");
        tool.grace = Duration.ofMillis(50);

        Exit exit = tool.run();

        assertEquals(Exit.ended(ProgramEnd.exited(6), Signal.KILL, 0), exit);
        assertTrue(tool.output.texts(LogStream.MILLRACE).get(0).contains("behind"));
        assertEscapedIsDead(tool);
    }

    @Test
    void environment_isTheMarkWhereTheLimitCannotBeSet() {
        Marking withoutLimits = new Marking(1000);
        assertFalse(withoutLimits.usesLimits());
        Tool tool = script(LEAVE);
        tool.runtime = new ProcessRuntime(NativeSpawner.orThroughLaunchers(), withoutLimits, OutputLimits.DEFAULT);
        tool.grace = Duration.ofMillis(50);

        assertEquals(Exit.ended(ProgramEnd.exited(0), Signal.KILL, 0), tool.run());
        assertEscapedIsDead(tool);
    }

    @Test
    void pipesHeldOpen_doNotHangTheAttempt() {
        Tool tool = script("(trap '' TERM; sleep 600) & echo up; exit 2");
        tool.grace = Duration.ofMillis(50);

        assertEquals(2, tool.run().exitCode());
        assertTrue(tool.output.has("up"));
    }

    @Test
    void pipeHeldOpenByAStranger_doesNotHangTheAttempt() throws Exception {
        // Not a descendant: it opens the tool's standard output through /proc.
        Tool tool = script("echo $$; echo up; while [ ! -e go ]; do sleep 0.02; done; echo done");
        var exit = tool.start();
        eventually("the tool is up", () -> tool.output.has("up"));
        String pid = tool.output.texts(LogStream.STDOUT).get(0);
        Process stranger = new ProcessBuilder("/bin/sh", "-c", "echo here; exec sleep 600")
                .redirectOutput(Path.of("/proc/" + pid + "/fd/1").toFile())
                .start();
        try {
            eventually("the stranger speaks", () -> tool.output.has("here"));
            Files.createFile(tool.directory.work().resolve("go"));

            assertEquals(Exit.ended(ProgramEnd.exited(0), null, 0), exit.join());
            assertTrue(tool.output.has("done"));
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void failingOutput_endsTheToolAndIsTold() {
        Tool tool = script("echo one; echo two; yes | head -c 1000000; exit 0");
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
        program("true").run();
        int before = openFiles();

        for (int i = 0; i < 200; i++) {
            Exit exit = program("/bin/true").run();
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
}

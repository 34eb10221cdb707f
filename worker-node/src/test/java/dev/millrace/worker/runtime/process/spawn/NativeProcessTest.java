package dev.millrace.worker.runtime.process.spawn;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.millrace.worker.runtime.ProgramEnd;
import dev.millrace.worker.runtime.ProgramEnd.Cause;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.program.SystemPath;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeProcessTest {
    /** The JVM handles it by doing nothing, without asking the kernel to repeat the call it interrupts. */
    private static final int WAKE_UP = 62;

    static {
        Native.register(NativeProcessTest.class, "c");
    }

    private static native Pointer pthread_self();

    private static native int pthread_kill(Pointer thread, int signal);

    private static native int gettid();

    private static NativeProcess shell(String script) throws IOException {
        Process process = NativeSpawner.orThroughLaunchers()
                .start(
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", SystemPath.DEFAULT),
                        Path.of("/"),
                        Path.of("/dev/null"),
                        new Marking(0),
                        new Stop())
                .process();
        return assertInstanceOf(NativeProcess.class, process);
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, 0, EXIT",
        "exit 75, 75, EXIT",
        "exit 128, 128, EXIT",
        "exit 137, 137, EXIT",
        "exit 192, 192, EXIT",
        "exit 255, 255, EXIT",
        "exit 300, 44, EXIT",
        "sh -c 'kill -KILL $$'; exit $?, 137, EXIT",
        "kill -TERM $$, 143, SIGNAL",
        "kill -KILL $$, 137, SIGNAL",
        "kill -34 $$, 162, SIGNAL",
        "kill -64 $$, 192, SIGNAL"
    })
    void end_isTheExitCodeOrTheSignal(String script, int exitCode, Cause cause) throws Exception {
        NativeProcess process = shell(script);

        assertEquals(exitCode, process.waitFor());

        assertEquals(exitCode, process.exitValue());
        assertEquals(new ProgramEnd(exitCode, cause), process.end().program());
    }

    /** The kernel sets a bit beside the signal when it has written one. */
    @Test
    void end_isTheSignalOfACoreDumpToo(@TempDir Path directory) throws Exception {
        NativeProcess process = shell("cd '" + directory + "'; ulimit -c unlimited; kill -SEGV $$");

        process.waitFor();

        assertEquals(ProgramEnd.killed(11), process.end().program());
    }

    @Test
    void end_isUnknownWhileItRuns() throws Exception {
        NativeProcess process = shell("sleep 60");

        assertNull(process.end());
        assertTrue(process.isAlive());

        process.destroyForcibly();
        assertEquals(137, process.waitFor());
        assertEquals(0, process.end().cpuTime().toSeconds());
    }

    @Test
    void wait_goesOnAfterASignalToItsThread() throws Exception {
        Pipe.open().source().close(); // has the JVM install its handler
        NativeProcess process = shell("sleep 60");
        CompletableFuture<Pointer> thread = new CompletableFuture<>();
        CompletableFuture<Integer> id = new CompletableFuture<>();
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> {
            thread.complete(pthread_self());
            id.complete(gettid());
            return wait(process);
        });
        for (int signals = 0; signals < 10; signals++) {
            eventually("it sleeps in wait4", () -> exitCode.isDone() || waits(id.join()));
            assertEquals(0, pthread_kill(thread.join(), WAKE_UP));
        }
        eventually("it sleeps in wait4 again", () -> exitCode.isDone() || waits(id.join()));

        process.destroyForcibly();
        assertEquals(137, exitCode.join());
    }

    private static int wait(NativeProcess process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean waits(int thread) {
        try {
            return Files.readString(Path.of("/proc/self/task/" + thread + "/wchan"))
                    .contains("wait");
        } catch (IOException e) {
            return false;
        }
    }
}

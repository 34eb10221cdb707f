package dev.millrace.worker.runtime.process.tree;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.program.SystemPath;
import dev.millrace.worker.runtime.process.spawn.Marking;
import dev.millrace.worker.runtime.process.spawn.NativeSpawner;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
    private static final long FILLED = 64 << 20;
    private static final long NO_PROCESS = Long.MAX_VALUE;

    @Test
    void whatAChildHad_isRememberedAfterItsEnd() throws Exception {
        String script = "perl -e '$| = 1; open(Z, \"<\", \"/dev/zero\"); sysread(Z, $x, " + FILLED
                + "); print \"$$\\n\"; sleep 60'; sleep 60";
        Process shell = NativeSpawner.orThroughLaunchers()
                .start(
                        List.of("/bin/sh", "-c", script),
                        Map.of("PATH", SystemPath.DEFAULT),
                        Path.of("/"),
                        Path.of("/dev/null"),
                        new Marking(0),
                        new Stop())
                .process();
        MemoryWatch watch = new MemoryWatch(shell.pid());
        watch.look();
        try (BufferedReader output = shell.inputReader()) {
            long child = Long.parseLong(output.readLine());
            watch.look();
            ProcessHandle.of(child).orElseThrow().destroyForcibly();
            eventually("the child is gone", () -> ProcessTable.find(child).isEmpty());
            watch.look();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly().waitFor();
        }

        long peak = watch.peak(0);
        assertTrue(FILLED <= peak && peak < FILLED + (32 << 20), "peak " + peak);
    }

    @Test
    void processThatIsGone_hasAnUnknownPeak() {
        MemoryWatch watch = new MemoryWatch(NO_PROCESS);

        watch.look();

        assertNull(watch.peak(0));
        assertNull(watch.peak(1 << 20));
    }

    @Test
    void looks_becomeRare() {
        MemoryWatch watch = new MemoryWatch(NO_PROCESS);

        long[] pauses = LongStream.generate(watch::look).limit(20).toArray();

        assertEquals(Duration.ofMillis(2).toNanos(), pauses[0]);
        assertEquals(Duration.ofMillis(4).toNanos(), pauses[1]);
        assertEquals(Duration.ofMillis(250).toNanos(), pauses[19]);
    }
}

package dev.millrace.worker.runtime.process.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.worker.runtime.Stop;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NativeSpawnerTest extends SpawnerContract {
    private final Spawner spawner = NativeSpawner.orThroughLaunchers();

    @Override
    Spawner spawner() {
        return spawner;
    }

    @Test
    void thisMachineAllowsIt() {
        assertInstanceOf(NativeSpawner.class, spawner);
    }

    /** The JVM blocks SIGQUIT in its threads; 32 and 33 belong to the C library. */
    @Test
    void program_startsWithNoSignalBlockedOrIgnored() throws Exception {
        String[] masks = output(shell("sed -n 's/^Sig\\(Blk\\|Ign\\):\t//p' /proc/self/status"))
                .split("\n");

        assertEquals(0, Long.parseLong(masks[0], 16) & 0x7fffffff);
        assertEquals(0, Long.parseLong(masks[1], 16) & 0x7fffffff);
    }

    @Test
    void refusedStart_saysWhy_andLeavesNothingOpen() {
        int before = openFiles();

        IOException missing = assertThrows(IOException.class, () -> start("/no/such/program"));
        IOException directory = assertThrows(IOException.class, () -> start("/"));

        assertEquals("/no/such/program: does not exist on this worker", missing.getMessage());
        assertEquals("/: is a directory", directory.getMessage());
        assertEquals(before, openFiles());
    }

    private void start(String program) throws IOException {
        spawner.start(List.of(program), Map.of(), Path.of("/"), Path.of("/dev/null"), new Marking(0), new Stop());
    }

    private static int openFiles() {
        return new File("/proc/self/fd").list().length;
    }
}

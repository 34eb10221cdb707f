package dev.millrace.worker.runtime.process.spawn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.program.SystemPath;
import dev.millrace.worker.runtime.process.spawn.Spawner.Spawned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every way of starting a program does for it. */
abstract class SpawnerContract {
    @TempDir
    private Path directory;

    private Marking marking;

    abstract Spawner spawner();

    private Spawned start(Map<String, String> environment, Path input, String... command) throws IOException {
        if (marking == null) {
            marking = Marking.tryOut(spawner());
        }
        return spawner().start(List.of(command), environment, directory, input, marking, new Stop());
    }

    final Spawned shell(String script) throws IOException {
        return start(Map.of("PATH", SystemPath.DEFAULT), Path.of("/dev/null"), "/bin/sh", "-c", script);
    }

    static String output(Spawned spawned) throws Exception {
        String output = new String(spawned.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("", new String(spawned.process().getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, spawned.process().waitFor());
        return output;
    }

    @Test
    void program_getsItsArgumentsAsTheyAre() throws Exception {
        Spawned spawned = start(
                Map.of(),
                Path.of("/dev/null"),
                "/usr/bin/printf",
                "<%s>",
                "",
                "a b",
                "$HOME `id` \"'\\",
                "ä€😀",
                "a\nb");

        assertEquals("<><a b><$HOME `id` \"'\\><ä€😀><a\nb>", output(spawned));
    }

    @Test
    void program_seesTheGivenEnvironmentAndNoOther() throws Exception {
        Spawned spawned = start(Map.of("ONE", "1 ä"), Path.of("/dev/null"), "/usr/bin/env");

        assertEquals("ONE=1 ä\n", output(spawned));
    }

    @Test
    void program_readsTheFileAndStartsInTheDirectory() throws Exception {
        Path input = Files.writeString(directory.resolve("input"), "given");

        Spawned spawned = start(Map.of(), input, "/bin/sh", "-c", "cat; pwd -P");

        assertEquals("given" + directory.toRealPath() + "\n", output(spawned));
    }

    @Test
    void program_leadsASessionAndHoldsNoFileOfOurs() throws Exception {
        Spawned spawned = shell("set -- $(cat /proc/$$/stat); echo $(($5 == $1 && $6 == $1)); ls /proc/$$/fd");

        assertEquals("1\n0\n1\n2\n", output(spawned));
    }

    @Test
    void mark_isOnWhatTheProgramStarts_andOnNothingElse() throws Exception {
        Spawned spawned = shell("sleep 60 & echo $!; wait");
        Spawned other = shell("sleep 60");
        byte[] line = new byte[20];
        int length = spawned.process().getInputStream().read(line);
        long child = Long.parseLong(new String(line, 0, length, StandardCharsets.US_ASCII).strip());

        assertTrue(spawned.mark().isOn(spawned.process().pid()));
        assertTrue(spawned.mark().isOn(child));
        assertFalse(spawned.mark().isOn(other.process().pid()));
        assertFalse(spawned.mark().isOn(ProcessHandle.current().pid()));

        ProcessHandle.of(child).orElseThrow().destroyForcibly();
        spawned.process().destroyForcibly();
        other.process().destroyForcibly();
        assertEquals(137, other.process().waitFor());
        spawned.process().waitFor();
    }

    @Test
    void exitCode_isTheProgramsOwn() throws Exception {
        assertEquals(75, shell("exit 75").process().waitFor());
        assertEquals(143, shell("kill -TERM $$").process().waitFor());
    }

    @Test
    void missingDirectory_isSaid() {
        assertThrows(
                IOException.class,
                () -> spawner()
                        .start(
                                List.of("/bin/true"),
                                Map.of(),
                                directory.resolve("none"),
                                Path.of("/dev/null"),
                                new Marking(0),
                                new Stop()));
    }
}

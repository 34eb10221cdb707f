package dev.millrace.worker.runtime.scratch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchTest {
    private static final UUID JOB = new UUID(1, 2);

    @TempDir
    Path root;

    private static AttemptDirectory made(Scratch scratch, int attempt) throws IOException {
        AttemptDirectory directory = scratch.directory(JOB, attempt);
        directory.make("{\"of\":" + attempt + "}");
        return directory;
    }

    @Test
    void directory_isFreshAndPrivate() throws Exception {
        try (Scratch scratch = Scratch.open(root)) {
            AttemptDirectory first = made(scratch, 1);
            Files.writeString(first.work().resolve("old"), "");

            AttemptDirectory again = made(scratch, 1);

            assertEquals(first.path(), again.path());
            assertFalse(Files.exists(again.work().resolve("old")));
            assertTrue(Files.isDirectory(again.artifacts()));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(again.path())));
        }
    }

    @Test
    void directory_thatNothingWasLeftIn_isUsedAgain() throws Exception {
        try (Scratch scratch = Scratch.open(root)) {
            AttemptDirectory first = made(scratch, 1);
            Object inode = Files.getAttribute(first.work(), "unix:ino");
            Files.writeString(first.result(), "{}");
            first.delete();
            assertFalse(Files.exists(first.path()));
            assertEquals("{", Files.readString(scratch.path().resolve("spare-1/parameters.json")));

            AttemptDirectory second = made(scratch, 2);

            assertEquals(inode, Files.getAttribute(second.work(), "unix:ino"));
            assertEquals("{\"of\":2}", Files.readString(second.parameters()));
            assertFalse(Files.exists(second.result()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "touch work/left",
                "mkdir artifacts/left",
                "touch left",
                "chmod 755 work",
                "chmod 750 .",
                "rm -r artifacts; ln -s /tmp artifacts",
                "ln parameters.json ../kept",
                "rm parameters.json; ln -s ../../kept parameters.json",
                "rm parameters.json; mkfifo parameters.json",
            })
    void directory_thatWasChanged_isNotUsedAgain(String change) throws Exception {
        try (Scratch scratch = Scratch.open(root)) {
            AttemptDirectory first = made(scratch, 1);
            shell(first.path(), change);

            first.delete();
            AttemptDirectory second = made(scratch, 2);

            assertEquals(
                    Set.of("work", "artifacts", "parameters.json"),
                    Set.of(second.path().toFile().list()));
            assertEquals(0, second.work().toFile().list().length);
            assertEquals("{\"of\":2}", Files.readString(second.parameters()));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(second.artifacts())));
            assertFalse(Files.exists(root.resolve("kept")));
            assertTrue(Files.notExists(scratch.path().resolve("kept"))
                    || Files.readString(scratch.path().resolve("kept")).equals("{\"of\":1}"));
        }
    }

    @Test
    void withoutRoom_thatIsRemembered_untilThereIsRoom() throws Exception {
        try (Scratch scratch = Scratch.open(root)) {
            assertTrue(scratch.checkRoom());
            // Root, too, can write nothing below a file.
            Files.delete(scratch.path());
            Files.createFile(scratch.path());
            assertTrue(scratch.hasRoom(), "it is not tried out without a reason");
            assertFalse(scratch.checkRoom());
            assertFalse(scratch.hasRoom());

            Files.delete(scratch.path());
            Files.createDirectory(scratch.path());
            assertTrue(scratch.hasRoom());
            try (Stream<Path> left = Files.list(scratch.path())) {
                assertEquals(0, left.count());
            }
        }
    }

    @Test
    void delete_doesNotFollowLinks() throws Exception {
        Path kept = Files.createDirectory(root.resolve("kept"));
        Files.writeString(kept.resolve("file"), "precious");
        try (Scratch scratch = Scratch.open(root.resolve("scratch"))) {
            AttemptDirectory directory = made(scratch, 1);
            Files.createSymbolicLink(directory.work().resolve("link"), kept);
            Files.delete(directory.artifacts());
            Files.createSymbolicLink(directory.artifacts(), kept);

            directory.delete();

            assertFalse(Files.exists(directory.path()));
            assertEquals("precious", Files.readString(kept.resolve("file")));
        }
    }

    @Test
    void delete_copesWithWhatToolsDo() throws Exception {
        try (Scratch scratch = Scratch.open(root)) {
            AttemptDirectory directory = made(scratch, 1);
            // Read-only directories, a name that is not UTF-8, and a depth that no path can name.
            shell(
                    directory.work(),
                    "mkdir -p locked/inner && touch locked/inner/f && chmod 500 locked/inner locked .",
                    "touch \"$(printf 'bad\\377name')\"; mkfifo pipe",
                    "mkdir -p \"$(printf 'ddddd/%.0s' $(seq 1500))\"");

            directory.delete();

            assertFalse(Files.exists(directory.path()));
            directory.delete();
        }
    }

    @Test
    void sweep_removesWhatDeadWorkersLeftAndNothingElse() throws Exception {
        Path dead = Files.createDirectories(root.resolve("worker-dead/job-1/work"));
        Files.writeString(root.resolve("worker-dead.lock"), "");
        try (Scratch neighbour = Scratch.open(root);
                Scratch scratch = Scratch.open(root)) {
            AttemptDirectory neighbours = made(neighbour, 1);
            AttemptDirectory own = made(scratch, 2);

            assertEquals(1, scratch.sweep());

            assertFalse(Files.exists(dead));
            assertFalse(Files.exists(root.resolve("worker-dead.lock")));
            assertTrue(Files.exists(neighbours.work()));
            assertTrue(Files.exists(own.work()));
            assertEquals(0, scratch.sweep());
        }
        assertEquals(0, root.toFile().list().length);
    }

    private static void shell(Path directory, String... script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", String.join("\n", script))
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }
}

package dev.millrace.worker.runtime.scratch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    private static final UUID JOB = new UUID(1, 2);

    @TempDir
    Path root;

    @Test
    void directory_isFreshAndPrivate() throws Exception {
        try (Scratch scratch = Scratch.open(root)) {
            AttemptDirectory first = scratch.create(JOB, 1);
            Files.writeString(first.work().resolve("old"), "");

            AttemptDirectory again = scratch.create(JOB, 1);

            assertEquals(first, again);
            assertFalse(Files.exists(again.work().resolve("old")));
            assertTrue(Files.isDirectory(again.artifacts()));
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(again.path())));
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
            AttemptDirectory directory = scratch.create(JOB, 1);
            Files.createSymbolicLink(directory.work().resolve("link"), kept);
            Files.delete(directory.artifacts());
            Files.createSymbolicLink(directory.artifacts(), kept);

            scratch.delete(directory);

            assertFalse(Files.exists(directory.path()));
            assertEquals("precious", Files.readString(kept.resolve("file")));
        }
    }

    @Test
    void delete_copesWithWhatToolsDo() throws Exception {
        try (Scratch scratch = Scratch.open(root)) {
            AttemptDirectory directory = scratch.create(JOB, 1);
            // Read-only directories, a name that is not UTF-8, and a depth that no path can name.
            shell(
                    directory.work(),
                    "mkdir -p locked/inner && touch locked/inner/f && chmod 500 locked/inner locked .",
                    "touch \"$(printf 'bad\\377name')\"; mkfifo pipe",
                    "mkdir -p \"$(printf 'ddddd/%.0s' $(seq 1500))\"");

            scratch.delete(directory);

            assertFalse(Files.exists(directory.path()));
            scratch.delete(directory);
        }
    }

    @Test
    void sweep_removesWhatDeadWorkersLeftAndNothingElse() throws Exception {
        Path dead = Files.createDirectories(root.resolve("worker-dead/job-1/work"));
        Files.writeString(root.resolve("worker-dead.lock"), "");
        try (Scratch neighbour = Scratch.open(root);
                Scratch scratch = Scratch.open(root)) {
            AttemptDirectory neighbours = neighbour.create(JOB, 1);
            AttemptDirectory own = scratch.create(JOB, 2);

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

package dev.millrace.model.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReasonTest {
    @TempDir
    private Path directory;

    @Test
    void barePath_getsItsReason() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path full = Files.createDirectories(directory.resolve("full/in")).getParent();

        assertEquals("/x: permission denied", Reason.of(new AccessDeniedException("/x")));
        assertEquals(
                directory.resolve("none") + ": it is not there",
                reason(() -> Files.readString(directory.resolve("none"))));
        assertEquals(file + ": it exists already, and is no directory", reason(() -> Files.createDirectories(file)));
        assertEquals(full + ": it is not empty", reason(() -> Files.delete(full)));
    }

    @Test
    void wantOfThreads_namesTheLimitsThatThereAre() {
        String said = Reason.of(new OutOfMemoryError("unable to create native thread"));

        assertTrue(said.startsWith("unable to create native thread (") && said.contains("ulimit -u"), said);
        assertEquals("java.lang.NoClassDefFoundError: a/B", Reason.of(new NoClassDefFoundError("a/B")));
    }

    @Test
    void reasonThatIsSaid_staysAsItIs() {
        assertEquals("Is a directory", reason(() -> Files.readString(directory)));
        assertEquals(
                directory.resolve("file/in") + ": Not a directory",
                reason(() -> Files.createDirectory(
                        Files.writeString(directory.resolve("file"), "").resolve("in"))));
        assertEquals("IOException", Reason.of(new IOException()));
    }

    @Test
    void withoutPath_isNeverEmpty() {
        assertEquals("permission denied", Reason.withoutPath(new AccessDeniedException("/a/b")));
        assertEquals("it is not there", Reason.withoutPath(new NoSuchFileException("/a/b")));
        assertEquals(
                "no space left on device",
                Reason.withoutPath(new FileSystemException("/a/b", null, "No space left on device")));
        assertEquals("input/output error", Reason.withoutPath(new IOException("Input/output error")));
        assertEquals("the system gives no reason", Reason.withoutPath(new FileSystemException(null)));
    }

    private interface Step {
        void run() throws IOException;
    }

    private static String reason(Step step) {
        return Reason.of(assertThrows(IOException.class, step::run));
    }
}

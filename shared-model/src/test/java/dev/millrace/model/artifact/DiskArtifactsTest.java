package dev.millrace.model.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskArtifactsTest {
    private static final String SHA256_OF_HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final UUID job = UUID.randomUUID();

    @TempDir
    private Path directory;

    private DiskArtifacts store() {
        return new DiskArtifacts(directory.resolve("kept"));
    }

    private static InputStream file(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(String name) throws IOException {
        Optional<InputStream> kept = store().open(job, 1, name);
        try (InputStream in = kept.orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph.dot", "out/deep/er.txt", "ä b%20c😀", ".hidden", "..dots", "-rf", "a\nb"})
    void file_isKeptUnderItsName(String name) throws IOException {
        assertEquals(new ArtifactStore.Kept(5, SHA256_OF_HELLO), store().keep(job, 1, name, file("hello")));

        assertEquals("hello", read(name));
    }

    /** The API node may be another user of the same group, and deletes them one day. */
    @Test
    void directories_areOpenToTheGroup_whateverTheUmask() throws IOException {
        int umask = LibC.umask(077);
        try {
            store().keep(job, 1, "in/a", file("hello"));
        } finally {
            LibC.umask(umask);
        }

        Path kept = directory.resolve("kept");
        Path attempt = kept.resolve(job.toString()).resolve("1");
        for (Path path : List.of(kept, attempt.getParent(), attempt, attempt.resolve("in"))) {
            assertEquals("rwxrwx---", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(attempt.resolve("in/a"))));
    }

    @Test
    void directoryThatHandsItsGroupOn_staysSo() throws IOException {
        Path kept = Files.createDirectory(directory.resolve("kept"));
        Files.setAttribute(kept, "unix:mode", 02770);

        store().keep(job, 1, "a", file("hello"));

        int mode = (int) Files.getAttribute(kept.resolve(job.toString()).resolve("1"), "unix:mode");
        assertEquals(02070, mode & 02070);
    }

    @Test
    void store_isAccessibleUnlessItIsClosedToUs() throws IOException {
        assertTrue(store().isAccessible());
        store().keep(job, 1, "a", file("hello"));
        assertTrue(store().isAccessible());
        assertFalse(new DiskArtifacts(Files.createFile(directory.resolve("file"))).isAccessible());
    }

    private static final class LibC {
        static {
            Native.register(LibC.class, "c");
        }

        static native int umask(int mask);
    }

    @Test
    void file_isReplacedByALaterOne() throws IOException {
        store().keep(job, 1, "a", file("first"));
        store().keep(job, 1, "a", file("hello"));

        assertEquals("hello", read("a"));
        assertEquals(List.of("a"), kept());
    }

    @Test
    void missingFile_isEmpty() throws IOException {
        store().keep(job, 1, "a", file("hello"));

        assertEquals(Optional.empty(), store().open(job, 1, "b"));
        assertEquals(Optional.empty(), store().open(job, 2, "a"));
        assertEquals(Optional.empty(), store().open(UUID.randomUUID(), 1, "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "a/../../b", "", ".", "/etc/passwd", "a/..", "../1/../../x"})
    void nameThatLeadsOut_isRefused(String name) throws IOException {
        assertThrows(IOException.class, () -> store().keep(job, 1, name, file("hello")));
        assertThrows(IOException.class, () -> store().open(job, 1, name));
        assertFalse(Files.exists(directory.resolve("kept")));
    }

    @Test
    void contentThatCannotBeRead_leavesNothing() throws IOException {
        InputStream broken = new SequenceInputStream(file("half"), new FilterInputStream(file("")) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("Input/output error");
            }
        });

        IOException failure = assertThrows(IOException.class, () -> store().keep(job, 1, "a", broken));

        assertEquals("Input/output error", failure.getMessage());
        assertEquals(List.of(), kept());
    }

    @Test
    void deletedJob_leavesNothing_andOthersAlone() throws IOException {
        UUID other = UUID.randomUUID();
        store().keep(job, 1, "out/a", file("a"));
        store().keep(job, 2, "b", file("b"));
        store().keep(other, 1, "a", file("a"));

        store().delete(job);
        store().delete(job);

        assertFalse(Files.exists(directory.resolve("kept").resolve(job.toString())));
        assertTrue(store().open(other, 1, "a").isPresent());
    }

    /** What is on the disk at each moment decides what a power cut leaves. */
    @Test
    void keptFile_isOnTheDiskUnderItsName() throws IOException {
        Path root = directory.resolve("kept");
        Path attempt = root.resolve(job.toString()).resolve("1");
        Path target = attempt.resolve("out/a");
        List<String> forced = new ArrayList<>();
        DiskArtifacts store = new DiskArtifacts(root, path -> {
            String what = Files.isDirectory(path)
                    ? directory.relativize(path).toString()
                    : path.getParent().equals(target.getParent()) ? Files.readString(path) : "stray";
            forced.add(what + (Files.exists(target) ? " with its name" : ""));
        });

        store.keep(job, 1, "out/a", file("hello"));

        String own = "kept/" + job;
        assertEquals(
                List.of("", "kept", own, own + "/1", "hello", own + "/1/out with its name"),
                forced,
                "the directories that got an entry, the file before it has its name, and the name");
    }

    private List<String> kept() throws IOException {
        Path attempt = directory.resolve("kept").resolve(job.toString()).resolve("1");
        try (Stream<Path> files = Files.list(attempt)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

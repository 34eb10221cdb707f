package dev.millrace.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresArchiveTest {
    @TempDir
    private Path directory;

    private static byte[] archive(int files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            for (int i = 0; i < files; i++) {
                byte[] content = ("content " + i).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry("bin/file-" + i);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    @Test
    void unpackedIn_leavesNothing_whenItFailsHalfWay() throws IOException {
        byte[] whole = archive(100);
        PostgresArchive cut = new PostgresArchive(Arrays.copyOf(whole, whole.length / 2));

        assertThrows(IOException.class, () -> cut.unpackedIn(directory));

        assertEquals(List.of(), entries(directory));
    }

    @RepeatedTest(20)
    void unpackedIn_mayFindADirectoryBroken_twiceAtOnce() throws Exception {
        PostgresArchive archive = new PostgresArchive(archive(3));
        Path unpacked = archive.unpackedIn(directory);
        Files.delete(unpacked.resolve("bin/file-1"));

        ExecutorService starts = Executors.newFixedThreadPool(2);
        try {
            Callable<Path> start = () -> archive.unpackedIn(directory);
            for (Future<Path> found : starts.invokeAll(List.of(start, start))) {
                assertEquals(unpacked, found.get());
            }
        } finally {
            starts.shutdown();
        }
        assertEquals("content 1", Files.readString(unpacked.resolve("bin/file-1")));
        assertEquals(List.of(unpacked), entries(directory));
    }
}

package dev.millrace.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("alive");
    }

    @Test
    void file_isThereFromTheFirstHeartbeatToTheStop() throws IOException {
        HeartbeatFile heartbeat = HeartbeatFile.of(file);
        assertFalse(Files.exists(file));

        heartbeat.touch();
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        heartbeat.touch();
        assertTrue(Files.getLastModifiedTime(file).toMillis() > 0);

        heartbeat.close();
        heartbeat.touch();
        assertFalse(Files.exists(file), "a heartbeat that ends late brings it back");
    }

    @Test
    void whatAKilledWorkerLeft_saysNothingOfTheNext() throws IOException {
        HeartbeatFile.of(file).touch();

        HeartbeatFile.of(file);

        assertFalse(Files.exists(file));
    }

    @Test
    void whatItHasNotMade_isNotRemoved() throws IOException {
        Files.writeString(file, "of somebody else");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Files.createFile(directory.resolve("target")));

        HeartbeatFile.of(file).close();
        HeartbeatFile.of(link).close();

        assertEquals("of somebody else", Files.readString(file));
        assertTrue(Files.exists(link));
    }
}

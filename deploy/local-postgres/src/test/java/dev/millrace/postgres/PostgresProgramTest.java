package dev.millrace.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresProgramTest {
    @TempDir
    private Path directory;

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    @Test
    void unpackedIn_unpacksOnce_againWhatIsIncomplete_andLeavesNothingElse() throws Exception {
        Path unpacked = PostgresProgram.unpackedIn(directory).directory();
        Path program = unpacked.resolve("bin/postgres");
        assertTrue(Files.isExecutable(program));

        Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));
        assertEquals(unpacked, PostgresProgram.unpackedIn(directory).directory());
        assertEquals(Instant.EPOCH, Files.getLastModifiedTime(program).toInstant());

        Files.delete(unpacked.resolve("share/postgresql/postgres.bki"));
        assertEquals(unpacked, PostgresProgram.unpackedIn(directory).directory());
        assertTrue(Files.exists(unpacked.resolve("share/postgresql/postgres.bki")));
        assertEquals(List.of(unpacked), entries(directory));
    }

    @Test
    void unpackedIn_doesNotTrustADirectoryThatOthersMayWriteTo() throws Exception {
        Path unpacked = PostgresProgram.unpackedIn(directory).directory();
        Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxrwxrwx"));

        IOException refused = assertThrows(IOException.class, () -> PostgresProgram.unpackedIn(directory));
        assertTrue(refused.getMessage().startsWith(unpacked.toString()), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a$(id)", "a`id`", "back\\slash"})
    void unpackedIn_refusesWhereAShellWouldReadThePath(String name) throws Exception {
        Path parent = Files.createDirectory(directory.resolve(name));

        IOException refused = assertThrows(IOException.class, () -> PostgresProgram.unpackedIn(parent));
        assertTrue(refused.getMessage().contains("-Djava.io.tmpdir"), refused.getMessage());
        assertEquals(List.of(), entries(parent));
    }
}

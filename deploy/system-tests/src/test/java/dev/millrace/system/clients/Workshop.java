package dev.millrace.system.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Where clients are made, and what is made there with programs. */
final class Workshop {
    static final Path SOURCES = Jar.ROOT.resolve("deploy/clients");
    private static final Path TARGET = Path.of("target/clients").toAbsolutePath();

    private Workshop() {}

    /** A directory of this build; what an earlier build left there is still in it. */
    static Path directory(String name) {
        try {
            return Files.createDirectories(TARGET.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a file of {@code deploy/clients}. */
    static void copy(String file, Path target) {
        try {
            Files.copy(SOURCES.resolve(file), target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program, which must succeed; returns what it printed. */
    static String run(String name, List<String> command) {
        try (RunningProcess process = RunningProcess.start(name, command, Map.of("REDOCLY_TELEMETRY", "off"))) {
            int status = process.awaitExit();
            assertEquals(0, status, () -> String.join(" ", command) + "\n" + process.output());
            return process.output();
        }
    }
}

package dev.millrace.system.nodes;

import dev.millrace.drills.history.OutsideFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A tools directory of the test's own. Its tools are scripts with one optional parameter, {@code file}. */
final class TestTools {
    private final Path directory;

    TestTools(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** What a job of these tools is given: a file outside of its scratch directory. */
    static Map<String, String> file(Path file) {
        return Map.of("file", file.toString());
    }

    /**
     * Adds or replaces a tool.
     *
     * @param manifest further keys of the manifest
     * @param script for {@code /bin/sh}; {@code $1} is the file
     */
    TestTools script(String name, String manifest, String script) {
        Path program = directory.resolve(name).resolve("run.sh");
        write(program, "#!/bin/sh\n" + script);
        try {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return program(name, manifest, "./run.sh");
    }

    /**
     * Adds a tool {@code recorder} that keeps a {@code file}, as {@link OutsideFile#RECORDER} does. Its other parameters:
     * {@code turns} of a tenth of a second that it takes, and {@code exit}, its status.
     */
    TestTools recorder(String manifest) {
        script("recorder", "", OutsideFile.RECORDER);
        return manifest("recorder", """
                name: recorder
                parameters:
                  type: object
                  properties: {file: {type: string}, turns: {type: integer}, exit: {type: integer}}
                run: {command: [./run.sh, "{{file}}", "{{turns}}", "{{exit}}"]}
                retry: {maxAttempts: 3, backoff: {initial: 100ms, jitter: 0}}
                %s
                """.formatted(manifest));
    }

    /** Adds a tool whose program is elsewhere, or nowhere. */
    TestTools program(String name, String manifest, String program) {
        return manifest(name, """
                name: %s
                parameters: {type: object, properties: {file: {type: string}}, additionalProperties: false}
                run: {command: [%s, "{{file}}"]}
                %s
                """.formatted(name, program, manifest));
    }

    /** Writes a manifest as it is, right or wrong; whoever reads it meanwhile sees the old one or the new one. */
    TestTools manifest(String name, String text) {
        Path manifest = directory.resolve(name).resolve("tool.yaml");
        Path draft = write(manifest.resolveSibling("draft"), text);
        try {
            Files.move(draft, manifest, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    void remove(String name) {
        try {
            Files.delete(directory.resolve(name).resolve("tool.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

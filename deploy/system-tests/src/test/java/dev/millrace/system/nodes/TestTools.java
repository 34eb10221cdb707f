package dev.millrace.system.nodes;

import dev.millrace.drills.history.RecorderTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A tools directory of the test's own. Its tools are scripts with one optional parameter, {@code file}. */
public final class TestTools {
    private final Path directory;

    TestTools(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /** What a job of these tools is given: a file outside of its scratch directory. */
    public static Map<String, String> file(Path file) {
        return Map.of("file", file.toString());
    }

    /**
     * Adds or replaces a tool.
     *
     * @param manifest further keys of the manifest
     * @param script for {@code /bin/sh}; {@code $1} is the file
     */
    public TestTools script(String name, String manifest, String script) {
        Path program = directory.resolve(name).resolve("run.sh");
        write(program, "#!/bin/sh\n" + script);
        try {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return program(name, manifest, "./run.sh");
    }

    /** Adds {@link RecorderTool}. */
    public TestTools recorder() throws IOException {
        RecorderTool.install(directory);
        return this;
    }

    /** Adds a tool whose program is elsewhere, or nowhere. */
    public TestTools program(String name, String manifest, String program) {
        return manifest(name, """
                name: %s
                parameters: {type: object, properties: {file: {type: string}}, additionalProperties: false}
                run: {command: [%s, "{{file}}"]}
                %s
                """.formatted(name, program, manifest));
    }

    /** Writes a manifest as it is, right or wrong; whoever reads it meanwhile sees the old one or the new one. */
    public TestTools manifest(String name, String text) {
        Path manifest = directory.resolve(name).resolve("tool.yaml");
        Path draft = write(manifest.resolveSibling("draft"), text);
        try {
            Files.move(draft, manifest, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    public void remove(String name) {
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

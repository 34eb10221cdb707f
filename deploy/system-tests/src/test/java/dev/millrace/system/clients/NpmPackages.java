package dev.millrace.system.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.millrace.system.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** The packages of {@code deploy/clients/package-lock.json}, installed once for as long as that file stays the same. */
final class NpmPackages {
    private static final List<String> FILES =
            List.of("package.json", "package-lock.json", "redocly.yaml", ".redocly.lint-ignore.yaml");

    /** What npm says when there is no way to a registry: nothing that the project could mend. */
    private static final Pattern NO_REGISTRY =
            Pattern.compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED");

    private final Path directory;

    private NpmPackages(Path directory) {
        this.directory = directory;
    }

    /**
     * Installs them, unless they are there. The test is skipped where that cannot be.
     *
     * @param node the least version of Node that what is wanted runs on
     */
    static NpmPackages installed(Runtime.Version node) {
        Runtime.Version there = versionOfNode();
        if (there.compareTo(node) < 0) {
            skip("Node " + node + " or newer is needed, and " + there + " is installed");
        }
        Path directory = Workshop.directory("npm-" + checksum(Workshop.SOURCES.resolve("package-lock.json")));
        FILES.forEach(file -> Workshop.copy(file, directory.resolve(file)));
        // npm writes it when all is there.
        if (!Files.exists(directory.resolve("node_modules/.package-lock.json"))) {
            install(directory);
        }
        return new NpmPackages(directory);
    }

    /** Has them in {@code node_modules}, and beside it the files of {@code deploy/clients}. */
    Path directory() {
        return directory;
    }

    /** @param script of a package, below {@code node_modules} */
    String run(String script, String... arguments) {
        Path program = directory.resolve("node_modules").resolve(script);
        List<String> command = new ArrayList<>(List.of("node", program.toString()));
        command.addAll(List.of(arguments));
        return Workshop.run(program.getFileName().toString(), command);
    }

    private static Runtime.Version versionOfNode() {
        try (RunningProcess node = RunningProcess.start("node", List.of("node", "--version"), Map.of())) {
            assertEquals(0, node.awaitExit(), node.output());
            return Runtime.Version.parse(node.output().strip().substring(1));
        } catch (UncheckedIOException e) {
            return skip("Node is not installed");
        }
    }

    private static void install(Path directory) {
        List<String> command = List.of(
                "npm",
                "ci",
                "--prefix",
                directory.toString(),
                "--prefer-offline",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund");
        try (RunningProcess npm = RunningProcess.start("npm", command, Map.of())) {
            boolean done = npm.awaitExit() == 0;
            if (!done && NO_REGISTRY.matcher(npm.output()).find()) {
                skip("npm reaches no registry");
            }
            assertEquals(true, done, npm::output);
        } catch (UncheckedIOException e) {
            skip("npm is not installed");
        }
    }

    /** Says so where it is seen: a report of skipped tests is not read by many. */
    private static <T> T skip(String reason) {
        System.err.println("What needs packages of npm is skipped: " + reason);
        return abort(reason);
    }

    private static String checksum(Path file) {
        CRC32 checksum = new CRC32();
        try {
            checksum.update(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Long.toHexString(checksum.getValue());
    }
}

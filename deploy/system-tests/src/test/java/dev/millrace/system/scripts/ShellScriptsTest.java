package dev.millrace.system.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ShellCheck finds nothing in any shell script, wherever it is kept. */
final class ShellScriptsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path SHELLCHECK = Path.of("/usr/bin/shellcheck");
    private static final Set<String> NOT_SOURCES = Set.of(".git", ".millrace", "node_modules", "target");
    private static final Pattern FIRST_LINE = Pattern.compile("#![^\n]*[/ ](ba|da)?sh\\s.*", Pattern.DOTALL);
    private static final int FIRST_BYTES = 64;

    @Test
    void scripts_haveNoFindings() throws Exception {
        assumeTrue(Files.isExecutable(SHELLCHECK), "shellcheck is missing");
        List<String> scripts = scripts();
        assertTrue(
                scripts.containsAll(List.of("millrace", "deploy/images/worker-node-health"))
                        && scripts.stream().anyMatch(script -> script.endsWith("/watchdog.sh")),
                scripts::toString);
        List<String> command = new ArrayList<>(List.of(SHELLCHECK.toString(), "--norc", "--format=gcc"));
        command.addAll(scripts);

        Process shellcheck = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();

        String findings = new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("", findings);
        assertEquals(0, shellcheck.waitFor());
    }

    /** Every file of the checkout whose first line names a shell. */
    private static List<String> scripts() throws IOException {
        List<String> scripts = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return NOT_SOURCES.contains(directory.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && isScript(file)) {
                    scripts.add(ROOT.relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return scripts;
    }

    private static boolean isScript(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return FIRST_LINE
                    .matcher(new String(in.readNBytes(FIRST_BYTES), StandardCharsets.ISO_8859_1))
                    .matches();
        }
    }
}

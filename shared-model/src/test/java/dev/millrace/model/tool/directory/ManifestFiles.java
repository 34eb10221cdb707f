package dev.millrace.model.tool.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A tools directory of a test, with what tests put into it. */
abstract class ManifestFiles {
    @TempDir
    Path temporary;

    Path root;

    ManifestDirectory directory;

    @BeforeEach
    void createRoot() throws IOException {
        root = Files.createDirectory(temporary.resolve("tools"));
        directory = new ManifestDirectory(root);
    }

    static Set<String> problems(ManifestDirectory.Loaded loaded) {
        return loaded.problems().stream()
                .map(problem -> problem.file() + " " + problem.message())
                .collect(Collectors.toSet());
    }

    Path write(String file, String tool) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, manifest(tool));
    }

    static String manifest(String tool) {
        return "name: " + tool + "\nrun: {command: [./run.sh]}\n";
    }
}

package dev.millrace.model.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestDirectoryTest {
    @TempDir
    private Path temporary;

    private Path root;
    private ManifestDirectory directory;

    @BeforeEach
    void createRoot() throws IOException {
        root = Files.createDirectory(temporary.resolve("tools"));
        directory = new ManifestDirectory(root);
    }

    @Test
    void load_findsManifestsByTheirNames() throws IOException {
        write("tool.yaml", "in-root");
        write("small.tool.yaml", "small");
        write("a/tool.yaml", "in-a");
        write("a/b/c/tool.yaml", "deep");
        write("a/b/c/d/tool.yaml", "too-deep");
        write("a/other.yaml", "other");
        write(".hidden/tool.yaml", "hidden");

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(List.of(), loaded.problems());
        assertEquals(Set.of("in-root", "small", "in-a", "deep"), loaded.tools().keySet());
        assertEquals(".", loaded.tools().get("small").home());
        assertEquals("a/b/c", loaded.tools().get("deep").home());
    }

    @Test
    void load_reportsBrokenManifestsAndLoadsTheOthers() throws IOException {
        write("a/tool.yaml", "good");
        Files.writeString(Files.createDirectory(root.resolve("b")).resolve("tool.yaml"), "name: bad\nrun: [\n");
        Files.write(root.resolve("c.tool.yaml"), new byte[] {'n', (byte) 0xff});
        Files.writeString(root.resolve("d.tool.yaml"), "#".repeat(300 * 1024));

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(Set.of("good"), loaded.tools().keySet());
        assertEquals(
                List.of("b/tool.yaml", "c.tool.yaml", "d.tool.yaml"),
                loaded.problems().stream().map(ManifestProblem::file).toList());
        assertEquals(3, loaded.problems().get(0).line());
    }

    @Test
    void load_namesBothManifestsOfOneTool() throws IOException {
        write("a/tool.yaml", "same");
        write("b/tool.yaml", "same");
        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals("a", loaded.tools().get("same").home());
        assertEquals("b/tool.yaml", loaded.problems().get(0).file());
        assertTrue(loaded.problems().get(0).message().contains("a/tool.yaml"));
    }

    @Test
    void load_doesNotFollowLinksOutOfTheDirectory() throws IOException {
        write("real/tool.yaml", "real");
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("tool.yaml"), manifest("outside"));
        Files.createSymbolicLink(root.resolve("linked"), outside);
        Files.createSymbolicLink(root.resolve("linked.tool.yaml"), outside.resolve("tool.yaml"));
        Files.createSymbolicLink(root.resolve("broken.tool.yaml"), outside.resolve("none"));
        Files.createSymbolicLink(root.resolve("loop"), root);

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(Set.of("real"), loaded.tools().keySet());
        assertEquals(
                List.of("broken.tool.yaml", "linked.tool.yaml"),
                loaded.problems().stream().map(ManifestProblem::file).sorted().toList());
    }

    /** So Kubernetes mounts a ConfigMap. */
    @Test
    void load_followsLinksInsideTheDirectory() throws IOException {
        write("..2026/x.tool.yaml", "mounted");
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(root.resolve("x.tool.yaml"), Path.of("..data", "x.tool.yaml"));
        assertEquals(".", directory.load().tools().get("mounted").home());
    }

    @Test
    void load_throwsWhenTheDirectoryIsGone() throws IOException {
        Files.delete(root);
        assertThrows(IOException.class, directory::load);
        assertThrows(IOException.class, directory::fingerprint);
    }

    @Test
    void fingerprint_changesWithTheManifests() throws IOException {
        String empty = directory.fingerprint();
        Path file = write("a/tool.yaml", "first");
        String first = directory.fingerprint();
        assertNotEquals(empty, first);
        Files.writeString(root.resolve("a/run.sh"), "not a manifest");
        assertEquals(first, directory.fingerprint());
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertNotEquals(first, directory.fingerprint());
        Files.delete(file);
        assertEquals(empty, directory.fingerprint());
    }

    private Path write(String file, String tool) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, manifest(tool));
    }

    private static String manifest(String tool) {
        return "name: " + tool + "\nrun: {command: [./run.sh]}\n";
    }
}

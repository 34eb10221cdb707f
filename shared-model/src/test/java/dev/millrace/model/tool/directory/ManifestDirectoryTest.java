package dev.millrace.model.tool.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.tool.manifest.ManifestProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestDirectoryTest extends ManifestFiles {
    @Test
    void load_looksThreeDirectoriesDown() throws IOException {
        write("tool.yaml", "in-root");
        write("small.tool.yaml", "small");
        write("a/tool.yaml", "in-a");
        write("a/b/c/tool.yaml", "deep");
        write("a/b/c/d/tool.yaml", "too-deep");

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(List.of(), loaded.problems());
        assertEquals(Set.of("in-root", "small", "in-a", "deep"), loaded.tools().keySet());
        assertEquals(".", loaded.tools().get("small").home());
        assertEquals("a/b/c", loaded.tools().get("deep").home());
    }

    @Test
    void load_takesEveryYamlFileOutsideOfToolsForAManifest() throws IOException {
        write("hello.yaml", "hello");
        write("wave/wave.yml", "wave");
        write("wave/again.yaml", "again");
        write("wave/readme.md", "no-manifest");
        Files.writeString(root.resolve("settings.yaml"), "colour: red\n");

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(Set.of("hello", "wave", "again"), loaded.tools().keySet());
        assertEquals(
                Set.of("settings.yaml"),
                loaded.problems().stream().map(ManifestProblem::file).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool.yaml", "tool.yml"})
    void load_leavesOtherYamlInAToolsDirectoryToTheTool(String manifest) throws IOException {
        write("a/" + manifest, "in-a");
        write("a/second.tool.yaml", "second");
        write("a/settings.yaml", "settings");
        write("a/a-settings.yml", "other-settings");
        write("a/data/cities.yaml", "cities");
        write("a/inner/tool.yaml", "inner");

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(List.of(), loaded.problems());
        assertEquals(Set.of("in-a", "second", "inner"), loaded.tools().keySet());
    }

    @Test
    void load_doesNotTakeTheWholeDirectoryForTheToolInItsRoot() throws IOException {
        write("tool.yaml", "in-root");
        write("settings.yaml", "settings");
        write("hello/hello.yaml", "hello");
        assertEquals(Set.of("in-root", "hello"), directory.load().tools().keySet());
    }

    @Test
    void load_leavesOutWhatIsHidden() throws IOException {
        write(".hidden/tool.yaml", "hidden");
        write(".tool.yaml", "editor");
        write("a/.swap.yaml", "swap");
        assertEquals(new ManifestDirectory.Loaded(Map.of(), List.of(), false), directory.load());
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
    void fingerprint_ignoresFilesThatComeAndGo() throws Exception {
        write("a/tool.yaml", "a");
        String before = directory.fingerprint();
        CompletableFuture<Void> editor = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 5_000; i++) {
                    Files.delete(Files.createFile(root.resolve("tool.yaml~")));
                    Files.delete(Files.createDirectory(root.resolve("temporary")));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        while (!editor.isDone()) {
            assertEquals(before, directory.fingerprint());
        }
        editor.get();
        assertEquals(before, directory.fingerprint());
    }

    @Test
    void load_saysWhatItSkips() throws IOException, InterruptedException {
        write("a/b/c/d/deep.yaml", "deep");
        Files.createDirectories(root.resolve("e/f/g/h"));
        write("line\nbreak/tool.yaml", "odd");
        String pipe = root.resolve("pipe.yaml").toString();
        assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());
        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(Map.of(), loaded.tools());
        assertEquals(
                Set.of(
                        "a/b/c/d lies too deep; manifests may lie three directories down",
                        "line\uFFFDbreak has a name that is not UTF-8, or has control characters",
                        "pipe.yaml is not a regular file"),
                problems(loaded));
    }

    @Test
    void load_seesThatTheDirectoryIsComplete() throws IOException {
        String before = directory.fingerprint();
        Files.createFile(root.resolve(ManifestDirectory.COMPLETE));
        assertTrue(directory.load().complete());
        assertNotEquals(before, directory.fingerprint());
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
        Path settings = Files.writeString(root.resolve("a/settings.yaml"), "not a manifest");
        assertEquals(first, directory.fingerprint());
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertNotEquals(first, directory.fingerprint());
        Files.delete(settings);
        Files.delete(file);
        assertEquals(empty, directory.fingerprint());
    }
}

package dev.millrace.model.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                Set.of(
                        "broken.tool.yaml is a link to what is not there",
                        "linked.tool.yaml is a link out of the tools directory",
                        "linked is a link out of the tools directory",
                        "loop is a link to a directory that it lies in"),
                problems(loaded));
    }

    private static Set<String> problems(ManifestDirectory.Loaded loaded) {
        return loaded.problems().stream()
                .map(problem -> problem.file() + " " + problem.message())
                .collect(Collectors.toSet());
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

    /** So Kubernetes mounts a ConfigMap. */
    @Test
    void load_followsLinksInsideTheDirectory() throws IOException {
        write("..2026/x.tool.yaml", "mounted");
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(root.resolve("x.tool.yaml"), Path.of("..data", "x.tool.yaml"));
        assertEquals(".", directory.load().tools().get("mounted").home());
    }

    /** So it mounts a part of one, below a directory of its own. */
    @Test
    void load_followsLinksToDirectories_andNoticesWhenTheyAreSwitched() throws IOException {
        write("kc/..1/kube-tool/tool.yaml", "old");
        write("kc/..2/kube-tool/tool.yaml", "new");
        for (String version : List.of("1", "2")) {
            Files.setLastModifiedTime(
                    root.resolve("kc/.." + version + "/kube-tool/tool.yaml"), FileTime.fromMillis(1_000));
        }
        Files.createSymbolicLink(root.resolve("kc/..data"), Path.of("..1"));
        Files.createSymbolicLink(root.resolve("kc/kube-tool"), Path.of("..data", "kube-tool"));

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals(List.of(), loaded.problems());
        assertEquals("kc/kube-tool", loaded.tools().get("old").home());

        String before = directory.fingerprint();
        Path next = Files.createSymbolicLink(root.resolve("kc/..data_tmp"), Path.of("..2"));
        Files.move(next, root.resolve("kc/..data"), StandardCopyOption.ATOMIC_MOVE);
        assertNotEquals(before, directory.fingerprint());
        assertEquals(Set.of("new"), directory.load().tools().keySet());
    }

    @Test
    void load_readsADirectoryOnce_underItsOwnName() throws IOException {
        write("v1/tool.yaml", "a");
        write(".hidden/b/tool.yaml", "b");
        Files.createSymbolicLink(root.resolve("current"), Path.of("v1"));
        Files.createSymbolicLink(root.resolve("one"), Path.of(".hidden/b"));
        Files.createSymbolicLink(root.resolve("two"), Path.of(".hidden"));
        Files.createSymbolicLink(root.resolve("ring"), Path.of("ring2"));
        Files.createSymbolicLink(root.resolve("ring2"), Path.of("ring"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(root.resolve("notes"), Files.createFile(root.resolve("notes.txt")));

        ManifestDirectory.Loaded loaded = directory.load();
        assertEquals("v1", loaded.tools().get("a").home());
        assertEquals("one", loaded.tools().get("b").home());
        assertEquals(
                Set.of(
                        "current is the directory v1, and is read as that",
                        "two/b is the directory one, and is read as that",
                        "ring is a link that leads nowhere: too many levels of symbolic links or unable to access attributes of symbolic link",
                        "ring2 is a link that leads nowhere: too many levels of symbolic links or unable to access attributes of symbolic link",
                        "dangling is a link to what is not there"),
                problems(loaded));
    }

    @Test
    void load_leavesLinksInAToolsDirectoryToTheTool() throws IOException {
        write("a/tool.yaml", "a");
        Files.createSymbolicLink(root.resolve("a/lib"), temporary);
        Files.createSymbolicLink(root.resolve("a/self"), Path.of("."));
        Files.createSymbolicLink(root.resolve("a/none"), Path.of("nowhere"));
        write("a/b/c/d/e/deep.yaml", "deep");
        assertEquals(List.of(), directory.load().problems());
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
    void load_boundsTheProblems() throws IOException {
        for (int i = 0; i < 300; i++) {
            Files.createSymbolicLink(root.resolve("link" + i), Path.of("nowhere"));
        }
        List<ManifestProblem> problems = directory.load().problems();
        assertEquals(201, problems.size());
        assertEquals(new ManifestProblem(".", 0, "has 100 more of these"), problems.get(200));
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

    private Path write(String file, String tool) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, manifest(tool));
    }

    private static String manifest(String tool) {
        return "name: " + tool + "\nrun: {command: [./run.sh]}\n";
    }
}

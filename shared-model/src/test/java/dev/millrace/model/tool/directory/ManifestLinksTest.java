package dev.millrace.model.tool.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.millrace.model.tool.manifest.ManifestProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Symbolic links in the tools directory: those that are followed, and what is said of the others. */
final class ManifestLinksTest extends ManifestFiles {
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
    void load_boundsTheProblems() throws IOException {
        for (int i = 0; i < 300; i++) {
            Files.createSymbolicLink(root.resolve("link" + i), Path.of("nowhere"));
        }
        List<ManifestProblem> problems = directory.load().problems();
        assertEquals(201, problems.size());
        assertEquals(new ManifestProblem(".", 0, "has 100 more of these"), problems.get(200));
    }
}

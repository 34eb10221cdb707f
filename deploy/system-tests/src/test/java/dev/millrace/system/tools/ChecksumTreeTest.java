package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.tools.ExampleTool.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ChecksumTreeTest {

    @TempDir
    Path temporary;

    private Path root;
    private ExampleTool tool;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectory(temporary.resolve("tree"));
        tool = new ExampleTool("checksum-tree/checksum-tree.pl", temporary);
    }

    private void file(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private Run run() throws Exception {
        return tool.run("--root", root.toString(), "--bytes-per-second", "0");
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(42).nextBytes(noise);
        return noise;
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void listsEveryFileAsSha256sumDoes_largeAndSmall() throws Exception {
        byte[] large = noise(3_000_001);
        file("large", large);
        file("sub/small", "x".getBytes());
        file("-dash 'and' \"quote\"", new byte[0]);
        file("back\\slash\nbreak", "y".getBytes());

        assertEquals(
                sha256(new byte[0]) + " *./-dash 'and' \"quote\"\n"
                        + "\\" + sha256("y".getBytes()) + " *./back\\\\slash\\nbreak\n"
                        + sha256(large) + " *./large\n"
                        + sha256("x".getBytes()) + " *./sub/small\n",
                run().artifact("SHA256SUMS"));
    }

    @Test
    void reportsDuplicates_butNeitherEmptyFilesNorHardLinks() throws Exception {
        file("a", noise(100));
        file("b/ü", noise(100));
        file("c", noise(100));
        file("empty-1", new byte[0]);
        file("empty-2", new byte[0]);
        file("single", noise(70));
        Files.createLink(root.resolve("single-linked"), root.resolve("single"));

        JsonNode result = run().result();

        assertEquals(7, result.get("files").intValue());
        assertEquals(1, result.get("duplicateCount").intValue());
        assertEquals(200, result.get("duplicateBytes").intValue());
        JsonNode group = result.get("duplicates").get(0);
        assertEquals(List.of("a", "b/ü", "c"), ExampleTool.strings(group.get("files")));
        assertEquals(3, group.get("count").intValue());
        assertEquals(sha256(noise(100)), group.get("sha256").stringValue());
        assertFalse(result.get("truncated").booleanValue());
    }

    @Test
    void leavesOutWhatIsNoFile() throws Exception {
        file("a", noise(5));
        Files.createSymbolicLink(root.resolve("loop"), root);
        Files.createSymbolicLink(root.resolve("link"), root.resolve("a"));
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor());
        assertEquals(1, run().result().get("files").intValue());
    }

    @Test
    void cutsLongGroups_andSaysSo() throws Exception {
        for (int i = 0; i < 30; i++) {
            file("copy-" + i, noise(10));
        }
        JsonNode result = run().result();
        assertEquals(30, result.get("duplicates").get(0).get("count").intValue());
        assertEquals(20, result.get("duplicates").get(0).get("files").size());
        assertTrue(result.get("truncated").booleanValue());
    }

    @Test
    void readsNoFasterThanAllowed() throws Exception {
        file("a", noise(300_000));
        file("b", noise(300_000));
        long start = System.nanoTime();
        tool.run("--root", root.toString(), "--bytes-per-second", "1200000").result();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(taken.compareTo(Duration.ofMillis(500)) >= 0, taken.toString());
    }

    @Test
    void progressMovesWithinALargeFile() throws Exception {
        file("large", noise(4 << 20));
        List<String> progress = run().stdout()
                .lines()
                .filter(line -> line.startsWith("::progress "))
                .toList();
        assertEquals(
                List.of("::progress 25 large", "::progress 50 large", "::progress 75 large", "::progress 100 large"),
                progress);
    }

    @Test
    void acceptsAnEmptyTree_andRefusesWhatIsNoDirectory() throws Exception {
        assertEquals(0, run().result().get("files").intValue());
        assertEquals(2, tool.run("--root", root.resolve("nowhere").toString()).exitCode());
        assertEquals(
                2,
                tool.run("--root", root.toString(), "--bytes-per-second", "-1").exitCode());
    }
}

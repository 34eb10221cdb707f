package dev.millrace.worker.runtime.scratch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFilesTest {
    private static final ArtifactLimits LIMITS = new ArtifactLimits(4, 100);

    @TempDir
    Path root;

    private Path artifacts;

    @BeforeEach
    void makeDirectory() throws Exception {
        artifacts = Files.createDirectory(root.resolve("artifacts"));
    }

    @Test
    void regularFiles_areListedByName() throws Exception {
        Files.createDirectories(artifacts.resolve("b/c"));
        Files.writeString(artifacts.resolve("b/c/ü.txt"), "12345");
        Files.writeString(artifacts.resolve("a"), "");

        ArtifactFiles.Listing listing = ArtifactFiles.list(artifacts, LIMITS);

        assertEquals(
                List.of(
                        new ArtifactFiles.Found("a", artifacts.resolve("a"), 0),
                        new ArtifactFiles.Found("b/c/ü.txt", artifacts.resolve("b/c/ü.txt"), 5)),
                listing.files());
        assertEquals(List.of(), listing.ignored());
    }

    @Test
    void linksAndPipesAndOddNames_areIgnoredWithAWord() throws Exception {
        Path secret = Files.createDirectory(root.resolve("secret"));
        Files.writeString(secret.resolve("key"), "x");
        Files.createSymbolicLink(artifacts.resolve("directory"), secret);
        Files.createSymbolicLink(artifacts.resolve("file"), secret.resolve("key"));
        Files.writeString(artifacts.resolve("new\nline"), "");
        shell("mkfifo pipe; touch \"$(printf 'bad\\377name')\"");

        ArtifactFiles.Listing listing = ArtifactFiles.list(artifacts, LIMITS);

        assertEquals(List.of(), listing.files());
        assertEquals(5, listing.ignored().size());
        assertTrue(listing.ignored().stream().noneMatch(text -> text.contains("\n")));
    }

    @Test
    void directoryThatIsALinkOrMissing_isEmpty() throws Exception {
        Path other = Files.createDirectory(root.resolve("other"));
        Files.writeString(other.resolve("file"), "");
        Path link = Files.createSymbolicLink(root.resolve("link"), other);

        assertEquals(List.of(), ArtifactFiles.list(link, LIMITS).files());
        assertEquals(
                List.of(), ArtifactFiles.list(root.resolve("missing"), LIMITS).files());
    }

    @Test
    void limits_areToldAsASentence() throws Exception {
        shell("for i in 1 2 3 4; do echo > $i; done");
        assertEquals(4, ArtifactFiles.list(artifacts, LIMITS).files().size());

        shell("echo > 5");
        assertEquals(
                "The tool left more than 4 artifacts.",
                ArtifactFiles.list(artifacts, LIMITS).excess().orElseThrow());

        shell("rm *; head -c 101 /dev/zero > big");
        assertEquals(
                "The artifacts have more than 100 bytes.",
                ArtifactFiles.list(artifacts, LIMITS).excess().orElseThrow());

        shell("rm *; mkdir $(seq 60)");
        assertTrue(ArtifactFiles.list(artifacts, LIMITS).excess().orElseThrow().contains("entries"));
    }

    @Test
    void whatIsLeftOut_isCounted() throws Exception {
        shell("for i in $(seq 30); do ln -s x link$i; done");

        List<String> ignored =
                ArtifactFiles.list(artifacts, new ArtifactLimits(100, 100)).ignored();

        assertEquals(21, ignored.size());
        assertEquals("Artifact not kept: 10 more.", ignored.get(20));
        assertTrue(ignored.get(0).endsWith(": it is not a regular file."), ignored::toString);
    }

    @Test
    void depth_isBounded() throws Exception {
        shell("mkdir -p \"$(printf 'ddddd/%.0s' $(seq 1500))\"");
        try {
            ArtifactFiles.Listing listing = ArtifactFiles.list(artifacts, new ArtifactLimits(10_000, 100));

            assertEquals(List.of(), listing.files());
            assertEquals(1, listing.ignored().size());
        } finally {
            Removal.of(artifacts);
        }
    }

    private void shell(String script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", script)
                .directory(artifacts.toFile())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }
}

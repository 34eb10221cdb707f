package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.system.tools.ExampleTool.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class BuildGraphTest {

    @TempDir
    Path temporary;

    private Path root;
    private ExampleTool tool;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectory(temporary.resolve("the \"docs\" tree"));
        tool = new ExampleTool("build-graph/build-graph.pl", temporary);
    }

    private void page(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private JsonNode graph() throws Exception {
        return tool.run("--root", root.toString()).result();
    }

    @Test
    void countsPagesLinksAndWhoIsLinkedMost() throws Exception {
        page(
                "README.md",
                "[a](a.md) [b](sub/b.md#there) [again](a.md) <https://example.org/> [mail](mailto:a@b.example)\n");
        page("a.md", "[home](README.md) ![picture](picture.png)\n");
        page("sub/b.md", "# There\n\n[a](../a.md)\n");
        page("lonely.md", "Nobody links here.\n");
        page("picture.png", "");

        JsonNode graph = graph();

        assertEquals(root.toString(), graph.get("root").stringValue());
        assertEquals(4, graph.get("pages").intValue());
        assertEquals(6, graph.get("links").intValue());
        assertEquals(2, graph.get("externalLinks").intValue());
        assertEquals(List.of("lonely.md"), ExampleTool.strings(graph.get("orphans")));
        assertEquals(0, graph.get("brokenLinkCount").intValue());
        assertEquals("a.md", graph.get("mostLinked").get(0).get("page").stringValue());
        assertEquals(2, graph.get("mostLinked").get(0).get("inbound").intValue());
        assertFalse(graph.get("truncated").booleanValue());
    }

    @Test
    void survivesHostileNamesAndBytes() throws Exception {
        page("-rf.md", "[odd](%FF%FE%00.md)");
        page("line\nbreak ::progress 99.md", "[a](<-rf.md>)");
        page("empty.md", "");
        page(".hidden/secret.md", "");
        page("node_modules/x/README.md", "");
        Files.createDirectory(root.resolve("directory.md"));
        Files.write(root.resolve("binary.md"), new byte[] {(byte) 0xff, 0, 1, '[', 'a', ']', '(', (byte) 0xc3, ')'});
        Files.createSymbolicLink(root.resolve("loop"), root);
        Files.createSymbolicLink(root.resolve("dangling.md"), root.resolve("nowhere"));

        Run run = tool.run("--root", root.toString());

        assertEquals(4, run.result().get("pages").intValue());
        assertTrue(ExampleTool.strings(run.result().get("orphans")).contains("line\nbreak ::progress 99.md"));
        assertTrue(run.stdout().lines().noneMatch(line -> line.startsWith("break")), run.stdout());
    }

    @Test
    void writesDotWithEscapedNames() throws Exception {
        page("README.md", "[b](<b\\\"c.md>) [gone](gone.md)");
        page("b\"c.md", "");
        assertEquals("""
                digraph pages {
                  rankdir=LR;
                  node [shape=box];
                  "README.md";
                  "b\\"c.md";
                  "README.md" -> "b\\"c.md";
                  "gone.md (no such file)" [color=red, style=dashed];
                  "README.md" -> "gone.md (no such file)" [color=red, style=dashed];
                }
                """, tool.run("--root", root.toString()).artifact("graph.dot"));
    }

    @Test
    void boundsItsListsAndSaysSo() throws Exception {
        page("README.md", "[x](gone.md)\n".repeat(1500));
        JsonNode graph = graph();
        assertEquals(1500, graph.get("brokenLinkCount").intValue());
        assertEquals(1000, graph.get("brokenLinks").size());
        assertTrue(graph.get("truncated").booleanValue());
    }

    @Test
    void stopsAtMaxPages_andLinksToTheRestAreNotBroken() throws Exception {
        page("a.md", "[b](b.md)");
        page("b.md", "");
        JsonNode graph = tool.run("--root", root.toString(), "--max-pages", "1").result();
        assertEquals(1, graph.get("pages").intValue());
        assertEquals(0, graph.get("brokenLinkCount").intValue());
        assertTrue(graph.get("truncated").booleanValue());
    }

    @Test
    void reportsProgressUpToTheEnd() throws Exception {
        page("a.md", "");
        page("b.md", "");
        List<String> progress = tool.run("--root", root.toString())
                .stdout()
                .lines()
                .filter(line -> line.startsWith("::progress "))
                .toList();
        assertEquals(
                List.of("::progress 45 1 of 2 pages", "::progress 90 2 of 2 pages", "::progress 100 done"), progress);
    }

    @Test
    void acceptsAnEmptyTree_andRefusesWhatIsNoDirectory() throws Exception {
        assertEquals(0, graph().get("pages").intValue());

        page("file.md", "");
        Run missing = tool.run("--root", root.resolve("nowhere").toString());
        assertEquals(2, missing.exitCode());
        assertEquals("no such directory: " + root.resolve("nowhere") + "\n", missing.stderr());
        assertEquals(2, tool.run("--root", root.resolve("file.md").toString()).exitCode());
        assertEquals(2, tool.run("--root", "").exitCode());
        assertEquals(2, tool.run().exitCode());
        assertEquals(
                2, tool.run("--root", root.toString(), "--max-pages", "many").exitCode());
        assertFalse(Files.exists(missing.resultFile()));
    }

    @Test
    void printsTheResultWhenRunByHand() throws Exception {
        page("a.md", "");
        assertEquals(
                1,
                tool.runByHand("--root", root.toString()).result().get("pages").intValue());
    }
}

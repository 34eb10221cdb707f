package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What counts as a link, where it leads, and which headings it may name. */
final class BuildGraphLinksTest {

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

    private List<String> brokenIn(String text) throws Exception {
        page("README.md", text);
        return graph().get("brokenLinks")
                .valueStream()
                .map(link -> link.get("line").intValue() + " "
                        + link.get("target").stringValue() + " "
                        + link.get("reason").stringValue())
                .toList();
    }

    @Test
    void reportsBrokenLinksOfEveryKindWithTheirLine() throws Exception {
        String text = """
                # Title

                [inline](no-1.md) and [title](no-2.md "why")
                [angle](<no 3.md>) ![image](no-4.png)
                [full][Some  Ref] [collapsed][] [shortcut]

                - item

                    [in a list](no-5.md)

                [![badge](no-6.png)](no-7.md) <a href="no-8.md">x</a> [parentheses](no-(9).md)
                [heading](#nowhere)

                [some ref]: no-a.md
                [collapsed]: <no-b.md> 'title'
                [shortcut]: no-c.md
                """;
        assertEquals(
                List.of(
                        "3 no-1.md no such file",
                        "3 no-2.md no such file",
                        "4 no 3.md no such file",
                        "4 no-4.png no such file",
                        "5 no-a.md no such file",
                        "5 no-b.md no such file",
                        "5 no-c.md no such file",
                        "9 no-5.md no such file",
                        "11 no-6.png no such file",
                        "11 no-7.md no such file",
                        "11 no-8.md no such file",
                        "11 no-(9).md no such file",
                        "12 #nowhere no such heading"),
                brokenIn(text));
        assertEquals(13, brokenIn(text.replace("\n", "\r\n")).size());
    }

    @Test
    void ignoresWhatOnlyLooksLikeALink() throws Exception {
        assertEquals(List.of("24 real.md no such file"), brokenIn("""
                ```markdown
                [fenced](x.md)
                ~~~
                ```
                > ~~~
                > [quoted fence](x.md)
                > ~~~
                `[span](x.md)` ``a ` [span](x.md)`` `two
                lines [span](x.md)` \\[escaped](x.md)

                    [indented code](x.md)

                <!-- [comment](x.md)
                ``` still a comment
                [comment](x.md) -->
                - [ ] a task, a footnote[^1], an undefined [reference][nowhere], and `<!--` in code

                  ```
                  [fence in a list](x.md)
                  ```

                [^1]: no-link.md

                [link](real.md)
                """));
    }

    @Test
    void resolvesEscapesDirectoriesAndAbsoluteLinks() throws Exception {
        page("with space/ünï \"q\".md", "");
        page("guide/index.md", "[root](/README.md) [up](..) [self](#) [top](#top)");
        page("a#b.md", "");
        assertEquals(
                List.of(),
                brokenIn(
                        "[1](with%20space/%C3%BCn%C3%AF%20%22q%22.md) [2](<with space/ünï \\\"q\\\".md>) [3](guide/) [4](guide)"
                                + " [5](a%23b.md?plain=1) [6](./guide/../README.md)"));
        JsonNode graph = graph();
        assertEquals(List.of(), ExampleTool.strings(graph.get("orphans")));
    }

    @Test
    void knowsTheAnchorsOfHeadings() throws Exception {
        page("b.md", """
                Setext über alles
                =================
                ## The `--flag` option, [linked](x) & _stressed_ snake_case ##
                ## Twice
                ## Twice
                ## Own {#my-id}
                <a name="by-hand"></a>
                ```
                ## In code
                ```
                [x](#own)
                """);
        assertEquals(
                List.of("1 b.md#in-code no such heading", "1 b.md#twice-2 no such heading"),
                brokenIn("""
                [1](b.md#setext-über-alles) [2](b.md#setext-%C3%BCber-alles) [3](b.md#the---flag-option-linked--stressed-snake_case)\
                 [4](b.md#twice) [5](b.md#twice-1) [6](b.md#my-id) [7](b.md#by-hand) [8](b.md#in-code) [9](b.md#twice-2)
                """).stream().filter(link -> link.contains("#")).toList());
    }
}

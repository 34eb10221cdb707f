package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The example tool at work on what it is demonstrated with. */
final class OwnDocumentationTest {
    private static final Path ROOT = ExampleTool.directory().getParent().getParent();

    @TempDir
    Path temporary;

    @Test
    void theDocumentation_hasNoBrokenLinks() throws Exception {
        JsonNode graph = new ExampleTool("build-graph/build-graph.pl", temporary)
                .run("--root", ROOT.toString())
                .result();

        List<String> broken = graph.get("brokenLinks")
                .valueStream()
                .filter(link -> isOurs(link.get("page").stringValue()))
                .map(JsonNode::toString)
                .toList();

        assertEquals(List.of(), broken);
    }

    /** Below other directories there may be what builds and people have left. */
    private static boolean isOurs(String page) {
        return page.startsWith("docs/") || !page.contains("/");
    }
}

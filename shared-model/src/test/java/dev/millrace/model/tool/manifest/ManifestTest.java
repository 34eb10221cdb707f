package dev.millrace.model.tool.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.tool.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ManifestTest {
    /** There for a reader that hangs, not for a slow machine. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String GRAPH = """
            name: build-graph                 # [a-z0-9-], unique
            description: Link graph of a Markdown tree
            tags: [docs]
            parameters:
              type: object
              properties: {root: {type: string}, maxPages: {type: integer, default: 10000}}
              required: [root]
              additionalProperties: false
            result: {type: object}
            run:
              command: [./build-graph.sh, --root, "{{root}}", --max, "{{maxPages}}"]
              environment: {LANG: C.UTF-8, LEVEL: 3, QUIET: true}
            timeout: 5m
            grace: 5s
            retry: {maxAttempts: 3, backoff: {initial: 1s, factor: 2, max: 5m, jitter: 0.2}, onExit: [75]}
            queue: default
            priority: normal
            """;

    @Test
    void read_readsAManifest() {
        ToolDefinition tool = Manifest.read("build-graph/tool.yaml", GRAPH, "build-graph");
        assertEquals("build-graph", tool.name());
        assertEquals(
                Map.of("LANG", "C.UTF-8", "LEVEL", "3", "QUIET", "true"),
                tool.run().environment());
        assertEquals(
                10_000, tool.parameters().at("/properties/maxPages/default").intValue());
    }

    @Test
    void read_saysWhichLinesAreWrong() {
        String broken = GRAPH.replace("timeout: 5m", "timeout: 5 minutes")
                .replace("type: integer", "type: int")
                .replace("queue:", "que:")
                .replace("\"{{root}}\"", "\"{{rot}}\"");
        List<ManifestProblem> problems = problems(broken);
        assertEquals(
                List.of(6, 11, 13, 16),
                problems.stream().map(ManifestProblem::line).distinct().toList(),
                problems.toString());
        assertEquals("x/tool.yaml", problems.get(0).file());
        assertTrue(
                problems.get(problems.size() - 1).message().startsWith("que is not known here; did you mean queue?"),
                problems.toString());
    }

    @Test
    void read_readsAliasesAndMerges() {
        ToolDefinition tool = Manifest.read("x", """
                name: x
                run: {command: &same ["true"], environment: {}}
                parameters: {type: object, properties: {a: {default: *same}}}
                """, null);
        assertEquals("true", tool.parameters().at("/properties/a/default/0").stringValue());
        ToolDefinition merged = Manifest.read("x", """
                name: x
                run: {command: [echo], environment: {<<: {A: 010, B: 2}, B: 01}}
                """, null);
        assertEquals(Map.of("A", "010", "B", "01"), merged.run().environment());
    }

    @Test
    void text_skipsAByteOrderMark_andRefusesWhatIsNotUtf8() {
        byte[] marked = "\uFEFFname: x\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "x", ToolDefinitionJson.name(Manifest.document("x", marked)).orElseThrow());
        byte[] utf16 = "name: x\n".getBytes(StandardCharsets.UTF_16);
        assertThrows(ManifestException.class, () -> Manifest.document("x", utf16));
        byte[] latin = "name: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(ManifestException.class, () -> Manifest.document("x", latin));
    }

    static Stream<Arguments> brokenTexts() {
        return Stream.of(
                Arguments.of("", 0, "empty"),
                Arguments.of("# nothing\n", 0, "empty"),
                Arguments.of("just text", 1, "must be an object"),
                Arguments.of("name: x\n  run: y\n", 2, "not YAML"),
                Arguments.of("name: x\nrun: [\n", 3, "not YAML"),
                Arguments.of("name: 'x\n", 2, "not YAML"),
                Arguments.of("name: x\n\tqueue: y\n", 2, "not YAML"),
                Arguments.of("name: x\nname: y\n", 2, "twice"),
                Arguments.of("name: x\n---\nname: y\n", 3, "more than one"),
                Arguments.of("name: \"a\\0b\"\n", 1, "U+0000"),
                Arguments.of("name: a\u0001b\n", 0, "not YAML"),
                Arguments.of("name: \"\\ud800\"\n", 1, ""),
                Arguments.of("name: *none\n", 1, "not YAML"),
                Arguments.of("a: &a [*a]\n", 1, "refer to itself"),
                Arguments.of("name: !!binary aGk=\n", 1, "no meaning"),
                Arguments.of("name: !!set {a}\n", 1, "no meaning"),
                Arguments.of("name: x\nn: !!bool yes\n", 2, "but is none: yes"),
                Arguments.of("name: x\nn: !!int 1_000\n", 2, "but is none: 1_000"),
                Arguments.of("name: x\nn: !!null x\n", 2, "but is none: x"),
                Arguments.of("a: {1: x, \"1\": y}\n", 1, "twice"),
                Arguments.of("name: !!java.io.File x\n", 1, "no meaning"),
                Arguments.of("? [a]\n: b\n", 1, "plain text"),
                Arguments.of("name: x\nresult: {n: .inf}\nrun: {command: [a]}\n", 2, "cannot write"),
                Arguments.of("name: x\nresult: {n: 1e999999999}\nrun: {command: [a]}\n", 2, "too large"),
                Arguments.of("name: x\nresult: {n: 1e99999999999}\nrun: {command: [a]}\n", 2, "too large"),
                Arguments.of(
                        "name: x\nresult: {default: 12e4567}\nrun: {command: [a]}\n",
                        2,
                        "write '12e4567' for the text"),
                Arguments.of(
                        "name: x\nresult: {n: " + "9".repeat(200_000) + "}\nrun: {command: [a]}\n",
                        2,
                        "100 characters"),
                Arguments.of("n: " + "[".repeat(10_000) + "]".repeat(10_000), 1, "deeper than 100"),
                Arguments.of("[".repeat(256 * 1024), 1, "deeper than 100"),
                Arguments.of("- ".repeat(10_000), 1, "deeper than 100"),
                Arguments.of("x".repeat(256 * 1024 + 1), 0, "256 KiB"),
                Arguments.of(billionLaughs(), 0, ""));
    }

    private static String billionLaughs() {
        return "a0: &a0 [x, x]\n"
                + IntStream.range(1, 25)
                        .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("brokenTexts")
    void read_refusesTextsThatAreNotOneBoundedDocument(String text, int line, String message) {
        ManifestProblem problem = problems(text).get(0);
        assertTrue(problem.message().contains(message), problem.toString());
        if (line > 0) {
            assertEquals(line, problem.line(), problem.toString());
        }
        assertTrue(problem.message().length() < 600, problem.toString());
    }

    static List<ManifestProblem> problems(String text) {
        return assertTimeoutPreemptively(
                        LIMIT,
                        () -> assertThrows(ManifestException.class, () -> Manifest.read("x/tool.yaml", text, "x")))
                .problems();
    }
}

package dev.millrace.model.tool.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.tool.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plain scalar of YAML stands for: the text that is written, or its value, by what is wanted there. */
final class ManifestScalarsTest {
    /** What YAML's authors do to Norway, versions, modes and postcodes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0755",
                "+49123456",
                "0x1F",
                "0o17",
                "1e3",
                "12e4567",
                "True",
                "FALSE",
                "1.10",
                "1.0",
                ".5",
                "5.",
                "-0",
                "01234",
                ".inf",
                ".nan",
                "-.INF",
                "1_000",
                "yes",
                "no",
                "on",
                "off",
                "2026-11-25",
                "12:30:45",
                "'0755'",
                "9999999999999999999999999"
            })
    void read_takesAScalarForTheTextThatStandsThere_whereATextIsWanted(String scalar) {
        String text = scalar.replace("'", "");
        ToolDefinition tool = Manifest.read("x", """
                name: x
                description: %1$s
                run: {command: [echo, %1$s], environment: {A: %1$s, B: &again %1$s, C: *again}}
                """.formatted(scalar), null);
        assertEquals(text, tool.description());
        assertEquals(List.of("echo", text), tool.run().command());
        assertEquals(Map.of("A", text, "B", text, "C", text), tool.run().environment());
    }

    @Test
    void read_takesNamesForTexts_tooIfTheyLookLikeNumbers() {
        ToolDefinition tool = Manifest.read("x", """
                name: 007
                tags: [1.10, 2026, true]
                queue: 1e3
                run: {command: [0x1F]}
                parameters: {type: object, properties: {0755: {}, true: {}}}
                """, null);
        assertEquals("007", tool.name());
        assertEquals(List.of("1.10", "2026", "true"), tool.tags());
        assertEquals("1e3", tool.queue());
        assertEquals(List.of("0x1F"), tool.run().command());
        assertEquals(
                List.of("0755", "true"),
                List.copyOf(tool.parameters().path("properties").propertyNames()));
    }

    @Test
    void read_takesAScalarForItsValue_whereThatIsWanted() {
        ToolDefinition tool = Manifest.read("x", """
                name: x
                run: {command: [echo]}
                retry: {maxAttempts: 0x10, backoff: {factor: 1.50, jitter: .5}, onExit: [0x4B, 3]}
                parameters:
                  type: object
                  properties:
                    ratio: {type: number, default: 1.10, multipleOf: 0.10, maximum: 1e3, minimum: -0.0}
                    big: {const: 123456789012345678901234567890, default: 123456789012345678901234567890}
                    plus: {default: +5}
                    short: {default: .5}
                    flag: {type: boolean, default: True}
                    none: {default: ~}
                    text: {type: string, default: yes, enum: [yes, no, !!str 0755, "1e3"]}
                  additionalProperties: False
                """, null);
        assertEquals(16, tool.retry().maxAttempts());
        assertEquals(Set.of(75, 3), tool.retry().onExit());
        assertEquals(0.5, tool.retry().backoff().jitter());
        assertEquals(
                "{\"type\":\"object\",\"properties\":{"
                        + "\"ratio\":{\"type\":\"number\",\"default\":1.10,\"multipleOf\":0.10,\"maximum\":1e3,\"minimum\":-0.0},"
                        + "\"big\":{\"const\":123456789012345678901234567890,\"default\":123456789012345678901234567890},"
                        + "\"plus\":{\"default\":5},\"short\":{\"default\":0.5},"
                        + "\"flag\":{\"type\":\"boolean\",\"default\":true},\"none\":{\"default\":null},"
                        + "\"text\":{\"type\":\"string\",\"default\":\"yes\",\"enum\":[\"yes\",\"no\",\"0755\",\"1e3\"]}},"
                        + "\"additionalProperties\":false}",
                tool.parameters().toString());
    }

    static Stream<Arguments> unquotedTexts() {
        return Stream.of(
                Arguments.of("properties: {a: {type: string, default: 01e3}}", "write '01e3'"),
                Arguments.of("properties: {a: {type: string, default: 0755}}", "leading zero"),
                Arguments.of("properties: {a: {default: 0755}}", "leading zero"),
                Arguments.of("properties: {a: {type: string, enum: [1e3, b]}}", "write '1e3'"),
                Arguments.of("properties: {a: {type: [string, 'null'], const: True}}", "write 'True'"),
                Arguments.of("properties: {a: {items: {type: string, examples: [1.10]}}}", "write '1.10'"),
                Arguments.of("properties: {a: {description: 2026}}", "write '2026'"),
                Arguments.of("properties: {a: {pattern: 0x1F}}", "write '0x1F'"),
                Arguments.of("required: [a, 1.0]", "write '1.0'"));
    }

    @ParameterizedTest
    @MethodSource("unquotedTexts")
    void read_saysWhereASchemaNeedsQuotes(String schema, String advice) {
        ManifestProblem problem = ManifestTest.problems(
                        "name: x\nrun: {command: [echo]}\nparameters:\n  type: object\n  " + schema)
                .get(0);
        assertEquals(5, problem.line(), problem.toString());
        assertTrue(problem.message().contains(advice), problem.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "null", "Null", ""})
    void read_asksForQuotesAroundANullThatMayBeAText(String scalar) {
        ManifestProblem problem = ManifestTest.problems(
                        "name: x\nrun:\n  command: [echo]\n  environment:\n    A: " + scalar + "\n")
                .get(0);
        assertEquals(5, problem.line());
        assertTrue(problem.message().contains("needs quotes"), problem.toString());
    }
}

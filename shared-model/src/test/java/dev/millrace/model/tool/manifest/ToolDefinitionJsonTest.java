package dev.millrace.model.tool.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.Priority;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.Backoff;
import dev.millrace.model.tool.RetryPolicy;
import dev.millrace.model.tool.ToolDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class ToolDefinitionsTest {
    private static final String FULL = """
            {"name": "build-graph", "description": "Link graph", "tags": ["docs", "v1.2"],
             "parameters": {"type": "object", "properties": {"root": {"type": "string"}, "ratio": {"default": 1.50}}},
             "result": {"type": "object"},
             "run": {"command": ["./build-graph.sh", "--root", "{{root}}"], "environment": {"LANG": "C.UTF-8", "A": "{{not one}}"}},
             "timeout": "5m", "grace": "0s", "retention": "7d",
             "retry": {"maxAttempts": 1, "backoff": {"initial": "10m", "factor": 1.5, "max": "1h", "jitter": 0}, "onExit": [3, 75], "onSignal": ["SIGKILL", 6, "SEGV", "SIGRTMAX-1"]},
             "queue": "docs.slow", "priority": "high"}
            """;

    @Test
    void read_readsEveryKey() {
        ToolDefinition tool = ToolDefinitionJson.read(Json.read(FULL), "build-graph");
        assertEquals("build-graph", tool.name());
        assertEquals(List.of("docs", "v1.2"), tool.tags());
        assertEquals(
                List.of("./build-graph.sh", "--root", "{{root}}"), tool.run().command());
        assertEquals(Map.of("LANG", "C.UTF-8", "A", "{{not one}}"), tool.run().environment());
        assertEquals(Duration.ofMinutes(5), tool.timeout());
        assertEquals(Duration.ZERO, tool.grace());
        assertEquals(Duration.ofDays(7), tool.retention());
        assertEquals(
                new RetryPolicy(
                        1,
                        new Backoff(Duration.ofMinutes(10), 1.5, Duration.ofHours(1), 0),
                        Set.of(3, 75),
                        Set.of(9, 6, 11, 63)),
                tool.retry());
        assertEquals("docs.slow", tool.queue());
        assertEquals(Priority.HIGH, tool.priority());
        assertEquals("build-graph", tool.home());
    }

    @Test
    void read_hasADefaultForEverythingButNameAndCommand() {
        ToolDefinition tool = read("{\"name\": \"x\", \"run\": {\"command\": [\"true\"]}, \"tags\": null}");
        assertEquals(
                "{\"name\":\"x\",\"description\":\"\",\"tags\":[],"
                        + "\"parameters\":{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false},\"result\":null,"
                        + "\"run\":{\"command\":[\"true\"],\"environment\":{}},\"timeout\":\"1h\",\"grace\":\"5s\","
                        + "\"retry\":{\"maxAttempts\":3,\"backoff\":{\"initial\":\"1s\",\"factor\":2.0,\"max\":\"5m\",\"jitter\":0.2},"
                        + "\"onExit\":[75]},\"queue\":\"default\",\"priority\":\"normal\"}",
                Json.write(ToolDefinitionJson.write(tool)));
        assertNull(tool.retention());
        assertNull(tool.home());
    }

    @Test
    void readStored_readsWhatWriteWrote() {
        ToolDefinition tool = ToolDefinitionJson.read(Json.read(FULL), "build-graph");
        assertEquals(tool, ToolDefinitionJson.readStored(ToolDefinitionJson.write(tool)));
        ObjectNode fromDatabase = (ObjectNode) Json.mapper().readTree(Json.write(ToolDefinitionJson.write(tool)));
        assertEquals(tool, ToolDefinitionJson.readStored(fromDatabase));
        ToolDefinition homeless = read("{\"name\": \"x\", \"run\": {\"command\": [\"true\"]}}");
        assertEquals(homeless, ToolDefinitionJson.read(ToolDefinitionJson.write(homeless), null));
    }

    @Test
    void read_findsEveryViolationAtOnce() {
        List<Violation> violations = violations("""
                {"name": "No", "timeout": "5 m", "retry": {"backoff": {"factor": 0}}, "prioritty": "low",
                 "parameters": {"type": "object", "properties": {"a": {"type": "strin"}}}, "run": {"command": ["x", "{{b}}"]}}
                """);
        assertEquals(
                Set.of(
                        "/name",
                        "/timeout",
                        "/retry/backoff/factor",
                        "/prioritty",
                        "/parameters/properties/a/type",
                        "/run/command/1"),
                violations.stream().map(Violation::pointer).collect(Collectors.toSet()));
        assertTrue(
                violations.contains(new Violation("/prioritty", "is not known here; did you mean priority?")),
                violations.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|''|must be an object",
                "{}|/name|required",
                "{\"name\": \"-a\"}|/name|1 to 63 characters a-z, 0-9 and -",
                "{\"name\": 5}|/name|must be a text",
                "{\"name\": \"x\"}|/run|is required; it must be an object like {command: [./run.sh, --flag]}",
                "{\"name\": \"x\", \"run\": {\"command\": \"x y\"}}|/run/command|list of at most 256",
                "{\"name\": \"x\", \"home\": \"/etc\"}|/home|not known here",
                "{\"name\": \"x\", \"tags\": [\"A\"]}|/tags/0|1 to 63 characters",
                "{\"name\": \"x\", \"tags\": [\"a\", \"a\"]}|/tags/1|twice",
                "{\"name\": \"x\", \"tags\": \"a\"}|/tags|list",
                "{\"name\": \"x\", \"queue\": \"a b\"}|/queue|1 to 63 characters",
                "{\"name\": \"x\", \"priority\": \"urgent\"}|/priority|critical, high",
                "{\"name\": \"x\", \"retention\": \"59m\"}|/retention|1h to 3650d",
                "{\"name\": \"x\", \"timeout\": \"8d\"}|/timeout|1ms to 7d",
                "{\"name\": \"x\", \"timeout\": \"0s\"}|/timeout|1ms to 7d",
                "{\"name\": \"x\", \"timeout\": 30}|/timeout|write a duration like 500ms",
                "{\"name\": \"x\", \"grace\": \"11m\"}|/grace|0s to 10m",
                "{\"name\": \"x\", \"retry\": {\"maxAttempts\": 0}}|/retry/maxAttempts|1 to 100",
                "{\"name\": \"x\", \"retry\": {\"maxAttempts\": 1e400}}|/retry/maxAttempts|1 to 100",
                "{\"name\": \"x\", \"retry\": {\"backoff\": {\"factor\": -1e400}}}|/retry/backoff/factor|1 to 100",
                "{\"name\": \"x\", \"retry\": {\"maxAttempts\": 1.5}}|/retry/maxAttempts|1 to 100",
                "{\"name\": \"x\", \"retry\": {\"backoff\": {\"jitter\": 1.1}}}|/retry/backoff/jitter|0 to 1",
                "{\"name\": \"x\", \"retry\": {\"backoff\": {\"initial\": \"2s\", \"max\": \"1s\"}}}|/retry/backoff/max|initial",
                "{\"name\": \"x\", \"retry\": {\"onExit\": [75, 0]}}|/retry/onExit/1|1 to 255",
                "{\"name\": \"x\", \"retry\": {\"onExit\": [256]}}|/retry/onExit/0|1 to 255",
                "{\"name\": \"x\", \"retry\": {\"onExit\": [\"SIGKILL\"]}}|/retry/onExit/0|1 to 255",
                "{\"name\": \"x\", \"retry\": {\"onSignal\": [0]}}|/retry/onSignal/0|SIGKILL or 9, 1 to 64",
                "{\"name\": \"x\", \"retry\": {\"onSignal\": [9, 65]}}|/retry/onSignal/1|1 to 64",
                "{\"name\": \"x\", \"retry\": {\"onSignal\": [\"SIGNONE\"]}}|/retry/onSignal/0|1 to 64",
                "{\"name\": \"x\", \"retry\": {\"onSignal\": [\"SIGRTMIN+31\"]}}|/retry/onSignal/0|1 to 64",
                "{\"name\": \"x\", \"retry\": {\"onSignal\": 9}}|/retry/onSignal|list",
                "{\"name\": \"x\", \"result\": {\"default\": 12e4567}}|/result/default|too large a number",
                "{\"name\": \"x\", \"result\": {\"$ref\": \"http://x/y\"}}|/result/$ref|another document",
                "{\"name\": \"x\", \"parameters\": {\"type\": \"string\"}}|/parameters/type|object"
            })
    void read_refusesWhatBreaksTheRules(String document, String pointer, String message) {
        List<Violation> violations = violations(document);
        assertTrue(
                violations.stream()
                        .anyMatch(
                                v -> v.pointer().equals(pointer) && v.message().contains(message)),
                violations.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"command\": [\"\"]}|/run/command/0|name the program",
                "{\"command\": [\"{{a}}\"]}|/run/command/0|does not choose",
                "{\"command\": [\"./x.sh\"]}|/run/command/0|relative",
                "{\"command\": [\"x\", \"{{b}}\"]}|/run/command/1|{{b}}",
                "{\"command\": [\"x\", \"{{ a }}\"]}|/run/command/1|{{ a }}",
                "{\"command\": [\"x\", \"{{{a}}}\"]}|/run/command/1|{{{a}}",
                "{\"command\": [\"x\", \"{{a\"]}|/run/command/1|without",
                "{\"command\": [\"x\", \"{{{{\"]}|/run/command/1|stands for a literal {{",
                "{\"command\": [\"x\", \"{{{{a}}}}\"]}|/run/command/1|stands for a literal {{",
                "{\"command\": [\"x\", \"{{'{{}}\"]}|/run/command/1|stands for a literal {{",
                "{\"command\": [\"x\", []]}|/run/command/1|string",
                "{\"command\": []}|/run/command|list",
                "{\"command\": [\"x\"], \"shell\": true}|/run/shell|not known here; known are command, environment",
                "{\"command\": [\"x\"], \"environment\": {\"a-b\": \"1\"}}|/run/environment/a-b|name of a variable",
                "{\"command\": [\"x\"], \"environment\": {\"LD_PRELOAD\": \"1\"}}|/run/environment/LD_PRELOAD|reserved",
                "{\"command\": [\"x\"], \"environment\": {\"MILLRACE_JOB_ID\": \"1\"}}|/run/environment/MILLRACE_JOB_ID|reserved",
                "{\"command\": [\"x\"], \"environment\": {\"A\": null}}|/run/environment/A|string",
                "{\"command\": [\"x\"], \"environment\": []}|/run/environment|object"
            })
    void read_refusesCommandsThatCannotWork(String run, String pointer, String message) {
        List<Violation> violations = violations(
                "{\"name\": \"x\", \"parameters\": {\"type\": \"object\", \"properties\": {\"a\": {}}}, \"run\": " + run
                        + "}");
        assertEquals(1, violations.size(), violations.toString());
        assertEquals(pointer, violations.get(0).pointer());
        assertTrue(violations.get(0).message().contains(message), violations.toString());
    }

    @Test
    void read_takesNumbersOfJsonForTheirTextInACommand() {
        assertEquals(
                List.of("sleep", "5", "1.10", "true"),
                read(command("\"sleep\", 5, 1.10, true")).run().command());
    }

    @Test
    void read_boundsTheCommand() {
        String many = "\"x\",".repeat(256) + "\"x\"";
        assertEquals("/run/command", violations(command(many)).get(0).pointer());
        String longest = "é".repeat(16 * 1024);
        read(command("\"x\",\"" + longest + "\""));
        assertEquals(
                "/run/command/1",
                violations(command("\"x\",\"" + longest + "é\"")).get(0).pointer());
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,../x.sh,true",
        "a/b,../../x.sh,true",
        "a/b,../../../x.sh,false",
        ".,./x.sh,true",
        ".,../x.sh,false",
        "a,./b/../../../x.sh,false"
    })
    void read_keepsRelativeProgramsInsideTheToolsDirectory(String home, String program, boolean allowed) {
        ObjectNode document = (ObjectNode) Json.read(command("\"" + program + "\""));
        if (allowed) {
            assertEquals(home, ToolDefinitionJson.read(document, home).home());
        } else {
            assertThrows(MillraceException.class, () -> ToolDefinitionJson.read(document, home));
        }
    }

    @Test
    void read_refusesATextInQuotesThatIsAParameterAsWell() {
        String document = """
                {"name": "x", "run": {"command": ["x", "{{'a'}}"]},
                 "parameters": {"type": "object", "properties": {"'a'": {}}}}
                """;
        Violation violation = violations(document).get(0);

        assertEquals("/run/command/1", violation.pointer());
        assertTrue(violation.message().contains("name that parameter otherwise"), violation.message());
        assertEquals(
                List.of("x", "{{'a'}}"),
                read(document.replace("\"'a'\": {}", "")).run().command());
    }

    private static String command(String items) {
        return "{\"name\": \"x\", \"run\": {\"command\": [" + items + "]}}";
    }

    private static ToolDefinition read(String document) {
        return ToolDefinitionJson.read(Json.read(document), null);
    }

    private static List<Violation> violations(String document) {
        MillraceException refused = assertThrows(MillraceException.class, () -> read(document));
        assertEquals(ErrorCode.INVALID_TOOL, refused.code());
        return refused.violations();
    }
}

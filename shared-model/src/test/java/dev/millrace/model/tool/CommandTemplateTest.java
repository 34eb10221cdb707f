package dev.millrace.model.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

final class CommandTemplateTest {
    @Test
    void render_fillsOneArgumentPerValue() {
        assertEquals(
                List.of("run", "--root", "a b; rm -rf $HOME `x` *", "--max=10", "-x"),
                render(
                        List.of("run", "--root", "{{root}}", "--max={{max}}", "-x"),
                        "{\"root\": \"a b; rm -rf $HOME `x` *\", \"max\": 10}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"text\"|text",
                "\"back\\\\slash $1\"|back\\slash $1",
                "12|12",
                "1.50|1.50",
                "1.10|1.10",
                "10.0|10.0",
                "1e4|1e4",
                "1E+4|1E+4",
                "1e-300|1e-300",
                "1E400|1E400",
                "-0|-0",
                "-0.0|-0.0",
                "0.00|0.00",
                "12345678901234567890|12345678901234567890",
                "true|true",
                "null|''",
                "\"\"|''",
                "[1, \"a\"]|[1,\"a\"]",
                "{\"b\": 1, \"a\": {}}|{\"b\":1,\"a\":{}}"
            })
    void render_writesEachTypeInItsWay(String value, String argument) {
        assertEquals(List.of("run", argument), render(List.of("run", "{{p}}"), "{\"p\": " + value + "}"));
    }

    @Test
    void render_doesNotLookForPlaceholdersInValues() {
        assertEquals(
                List.of("{{b}}", "x{{b}}{{a}}y"),
                render(List.of("{{a}}", "x{{a}}{{c}}y"), "{\"a\": \"{{b}}\", \"b\": \"no\", \"c\": \"{{a}}\"}"));
    }

    @Test
    void render_leavesOutALonePlaceholderOfAnAbsentParameter() {
        assertEquals(List.of("run", "--to=", "-"), render(List.of("run", "{{a}}", "--to={{a}}", "{{a}}-{{b}}"), "{}"));
        assertEquals(List.of("run", ""), render(List.of("run", "{{a}}{{b}}"), "{}"));
    }

    @Test
    void render_keepsClosingBracesBehindAPlaceholder() {
        assertEquals(
                List.of("x}}", "{\"a\":x}", "}}"),
                render(List.of("{{a}}}}", "{\"a\":{{a}}}", "{{b}}}}"), "{\"a\": \"x\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{'{{'}}|{{",
                "{{'{{'}}.Name}}|{{.Name}}",
                "--format={{'{{'}}json .}} {{p}}|--format={{json .}} {{p",
                "{{'{'}}{{p}}}|{{{p}",
                "{{''}}|``",
                "{{'}}'}}|}}",
                "{{'a $1 \\'}}{{p}}|a $1 \\{{p"
            })
    void render_takesATextInQuotesAsItIs(String template, String argument) {
        assertEquals(List.of("run", argument), render(List.of("run", template), "{\"p\": \"{{p\"}"));
    }

    private static List<String> render(List<String> command, String parameters) {
        return CommandTemplate.render(new ProcessRun(command, Map.of()), (ObjectNode) Json.read(parameters));
    }
}

package dev.millrace.model.unique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.millrace.model.error.Violation;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class UniquenessJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"queued", "running", "1s", "1h30m", "365d"})
    void rule_isWrittenAsItWasRead(String hold) {
        String json = "{\"by\":[\"tool\",\"labels\",\"parameters.a.b\"],\"while\":\"" + hold + "\"}";
        assertEquals(json, Json.write(UniquenessJson.write(rule(json))));
        assertEquals(rule(json), UniquenessJson.readStored(json));
    }

    @Test
    void by_isToolAndParametersIfAbsent() {
        assertEquals(
                List.of("tool", "parameters"), rule("{\"while\":\"queued\"}").by());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | /unique",
                "{} | /unique/while",
                "{\"while\":null} | /unique/while",
                "{\"while\":\"QUEUED\"} | /unique/while",
                "{\"while\":\"999ms\"} | /unique/while",
                "{\"while\":\"366d\"} | /unique/while",
                "{\"while\":1} | /unique/while",
                "{\"while\":\"queued\",\"until\":1} | /unique/until",
                "{\"while\":\"queued\",\"by\":null} | /unique/by",
                "{\"while\":\"queued\",\"by\":[]} | /unique/by",
                "{\"while\":\"queued\",\"by\":\"tool\"} | /unique/by",
                "{\"while\":\"queued\",\"by\":[\"tool\",\"state\"]} | /unique/by/1",
                "{\"while\":\"queued\",\"by\":[\"parameters.\"]} | /unique/by/0",
                "{\"while\":\"queued\",\"by\":[\"tool\",\"tool\"]} | /unique/by/1",
                "{\"while\":\"queued\",\"by\":[7]} | /unique/by/0",
            })
    void whatIsNoRule_isRefusedAtItsPlace(String json, String pointer) {
        List<Violation> violations = new ArrayList<>();
        UniquenessJson.read(Json.read(json), "/unique", violations);
        assertEquals(
                List.of(pointer), violations.stream().map(Violation::pointer).toList());
    }

    @Test
    void key_doesNotDependOnTheOrderOfKeys() {
        assertEquals(key("{\"a\":1,\"b\":{\"c\":1,\"d\":2}}"), key("{\"b\":{\"d\":2,\"c\":1},\"a\":1}"));
        assertNotEquals(key("{\"a\":1}"), key("{\"a\":2}"));
        assertNotEquals(key("{\"a\":1}"), key("{\"a\":\"1\"}"));
    }

    @Test
    void singleParameter_countsAlone() {
        String rule = "{\"by\":[\"parameters.a\"],\"while\":\"queued\"}";
        assertEquals(key(rule, "x", "{\"a\":1,\"b\":1}"), key(rule, "y", "{\"a\":1,\"b\":2}"));
        assertNotEquals(key(rule, "x", "{\"a\":1}"), key(rule, "x", "{\"a\":2}"));
        assertNotEquals(key(rule, "x", "{\"a\":null}"), key(rule, "x", "{}"));
        assertNotEquals(key(rule, "x", "{\"a\":[]}"), key(rule, "x", "{}"));
    }

    @Test
    void eachPart_tellsJobsApart() {
        Uniqueness rule = rule("{\"by\":[\"tool\",\"queue\",\"labels\"],\"while\":\"queued\"}");
        ObjectNode none = Json.object();
        String digest = UniqueKeys.of(rule, "t", "q", none, Map.of("l", "1")).digest();
        assertEquals(
                digest,
                UniqueKeys.of(rule, "t", "q", Json.object().put("x", 1), Map.of("l", "1"))
                        .digest());
        assertNotEquals(
                digest, UniqueKeys.of(rule, "u", "q", none, Map.of("l", "1")).digest());
        assertNotEquals(
                digest, UniqueKeys.of(rule, "t", "r", none, Map.of("l", "1")).digest());
        assertNotEquals(
                digest, UniqueKeys.of(rule, "t", "q", none, Map.of("l", "2")).digest());
    }

    private static String key(String parameters) {
        return key("{\"while\":\"queued\"}", "tool", parameters);
    }

    private static String key(String rule, String tool, String parameters) {
        return UniqueKeys.of(rule(rule), tool, "default", (ObjectNode) Json.read(parameters), Map.of())
                .digest();
    }

    private static Uniqueness rule(String json) {
        List<Violation> violations = new ArrayList<>();
        Uniqueness rule = UniquenessJson.read(Json.read(json), "", violations);
        assertEquals(List.of(), violations);
        return rule;
    }
}

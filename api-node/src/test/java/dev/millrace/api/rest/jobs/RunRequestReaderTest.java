package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.NewJob.Start;
import dev.millrace.model.job.Priority;
import dev.millrace.model.json.Json;
import dev.millrace.model.operations.RunRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What the schema refuses and what the reader refuses behind it, each place once. */
final class RunRequestReaderTest {
    @Test
    void read_readsEveryKey() {
        RunRequest request = RunRequestReader.read(Json.read("""
                {"tool": "graph", "parameters": {"root": "x"}, "queue": "slow", "priority": "low", "delay": "1h30m",
                 "timeout": "5m", "maxAttempts": 2, "labels": {"team": "docs"}, "unique": {"while": "1h"}}"""));
        assertEquals("graph", request.tool());
        assertEquals(new Start.After(Duration.ofMinutes(90)), request.start());
        assertEquals(Priority.LOW, request.priority());
        assertEquals(Map.of("team", "docs"), request.labels());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tool|7|/tool must be the name of the tool to run",
                "colour|1|/colour is not known here; known are tool, parameters, queue, priority, runAt, delay, timeout, maxAttempts, labels, unique",
                "maxAttempt|1|/maxAttempt is not known here; did you mean maxAttempts?",
                "parameters|null|/parameters must be of type object, not null",
                "queue|\"A\"|/queue must be of the form [a-z0-9._-]{1,63}",
                "priority|\"HIGH\"|/priority must be critical, high, normal or low",
                "runAt|5|/runAt must be a time like 2030-01-31T18:00:00Z",
                "runAt|\"tomorrow\"|/runAt must be a time like 2030-01-31T18:00:00Z",
                "runAt|\"2999-01-01T00:00:00Z\"|/runAt must be within 365 days from now",
                "delay|\"5 minutes\"|/delay is not a duration; write a duration like 500ms, 30s, 5m, 1h30m or 2d",
                "delay|\"05m\"|/delay is not a duration; write a duration like 500ms, 30s, 5m, 1h30m or 2d",
                "delay|\"366d\"|/delay must be from 0s to 365d",
                "timeout|\"0s\"|/timeout must be from 1ms to 7d",
                "timeout|\"\"|/timeout is not a duration; write a duration like 500ms, 30s, 5m, 1h30m or 2d",
                "maxAttempts|101|/maxAttempts must be a whole number from 1 to 100",
                "maxAttempts|2.0|/maxAttempts must be a whole number from 1 to 100",
                "labels|[]|/labels must be an object of at most 32 texts",
                "labels|{\"a b\": \"x\"}|/labels/a b has a name that is not of the form [A-Za-z0-9._/-]{1,63}",
                "labels|{\"a/b\": 1}|/labels/a~1b must be a text of at most 255 characters",
                "unique|{}|/unique/while is required; it must be queued, running or a duration from 1s to 365d",
                "unique|{\"while\": \"1ms\"}|/unique/while must be queued, running or a duration from 1s to 365d",
                "unique|{\"while\": \"1h\", \"for\": 1}|/unique/for is not known here; known are by, while"
            })
    void read_namesEachPlaceOnce(String key, String value, String violation) {
        ObjectNode body = Json.object().put("tool", "echo");
        body.set(key, Json.read(value));
        assertEquals(List.of(violation), violations(body));
    }

    @Test
    void read_countsTheCharactersOfALabelAsJavaDoes() {
        ObjectNode body = Json.object().put("tool", "echo");
        body.putObject("labels").put("a", "\uD83D\uDE00".repeat(127) + "x");
        RunRequestReader.read(body);
        body.putObject("labels").put("a", "\uD83D\uDE00".repeat(128));
        assertEquals(List.of("/labels/a must be a text of at most 255 characters"), violations(body));
    }

    private static List<String> violations(ObjectNode body) {
        return assertThrows(MillraceException.class, () -> RunRequestReader.read(body)).violations().stream()
                .map(violation -> violation.pointer() + " " + violation.message())
                .toList();
    }
}

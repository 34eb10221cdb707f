package dev.millrace.standalone.client.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class OutcomeTest {
    private static final Terminal FILE =
            new Terminal(new PrintStream(new ByteArrayOutputStream()), false, false, false, 80);

    @Test
    void summary_saysStateDurationJobAndError() {
        assertEquals(
                "FAILED after 1.2s, attempt 3 of 3, job j1: EXIT_CODE: The tool exited with code 3.", summary("""
                        {"id":"j1","state":"FAILED","attempt":3,"maxAttempts":3,
                         "startedAt":"2026-03-01T12:00:00Z","finishedAt":"2026-03-01T12:00:01.25Z",
                         "error":{"code":"EXIT_CODE","message":"The tool exited with code 3."}}"""));
    }

    @Test
    void summary_ofAJobThatNeverRan_hasNoDuration() {
        assertEquals("CANCELLED, job j2", summary("""
                        {"id":"j2","state":"CANCELLED","attempt":0,"startedAt":null,"error":null}"""));
    }

    @Test
    void json_holdsTheResult_orNull() {
        JobDocument job = new JobDocument(JsonMapper.shared().readTree("{\"id\":\"j3\"}"));

        assertEquals(
                "{\"id\":\"j3\",\"result\":[1]}",
                new Outcome(job, JsonMapper.shared().readTree("[1]")).json().toString());
        assertEquals(
                "{\"id\":\"j3\",\"result\":null}", new Outcome(job, null).json().toString());
    }

    private static String summary(String json) {
        return new Outcome(new JobDocument(JsonMapper.shared().readTree(json)), null).summary(FILE);
    }
}

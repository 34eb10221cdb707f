package dev.millrace.standalone.client.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.standalone.client.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class StorageTableTest {
    @Test
    void kinds_areARowEach() {
        JsonNode document = JsonMapper.shared().readTree("""
                {"database":{"logs":5242880,"jobs":1536,"total":5244416},"artifactFiles":812,
                 "history":{"retention":"30d","from":"2026-03-01T12:00:00Z","slices":3}}""");
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        StatsCommand.storage(document)
                .print(new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), false, false, false, 80));

        assertEquals("""
                KIND            SIZE      BYTES
                logs            5.0MiB  5242880
                jobs            1.5KiB     1536
                total           5.0MiB  5244416
                artifact files  812B        812
                """, written.toString(StandardCharsets.UTF_8));
        assertEquals(
                "Jobs are kept for 30d after their end, if their tool says nothing else; the history begins at"
                        + " 2026-03-01T12:00:00Z.",
                StatsCommand.history(document.path("history")));
    }
}

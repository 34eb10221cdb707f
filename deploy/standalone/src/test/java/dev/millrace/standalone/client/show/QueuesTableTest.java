package dev.millrace.standalone.client.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.standalone.client.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class QueuesTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void queues_areARowEach() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        QueuesCommand.table(JsonMapper.shared().readTree("""
                [{"name":"default","paused":false,"queued":3,"scheduled":0,"running":2,
                  "oldestQueuedAt":"2026-03-01T11:58:00Z","oldestAge":"2m",
                  "byPriority":{"critical":1,"high":0,"normal":2,"low":0},"ratePerMinute":{"in":7,"out":4},"workers":2},
                 {"name":"slow","paused":true,"queued":0,"scheduled":0,"running":0,"oldestQueuedAt":null}]"""), NOW)
                .print(new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), false, false, false, 80));

        assertEquals("""
                QUEUE    QUEUED  RUNNING  SCHEDULED  CRITICAL  HIGH  NORMAL  LOW  OLDEST  IN/MIN  OUT/MIN  WORKERS  NOTE
                default       3        2          0         1     0       2    0  2m ago       7        4        2
                slow          0        0          0         0     0       0    0               0        0        0  paused
                """, written.toString(StandardCharsets.UTF_8));
    }
}

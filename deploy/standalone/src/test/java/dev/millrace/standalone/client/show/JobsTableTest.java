package dev.millrace.standalone.client.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.standalone.client.command.JobDocument;
import dev.millrace.standalone.client.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class JobsTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String JOBS = """
            [{"id":"0192-a","tool":"build-graph","toolRevision":3,"state":"RUNNING","queue":"default","priority":"normal",
              "attempt":1,"maxAttempts":3,"parameters":{"root":"docs"},"labels":{"team":"docs"},
              "createdAt":"2026-03-01T11:59:57Z","startedAt":"2026-03-01T11:59:58.5Z","finishedAt":null,
              "progress":{"percent":42,"message":"Fetching"},"error":null,"cancelRequested":true,
              "unique":{"by":["tool","parameters"],"while":"running"}},
             {"id":"0192-b","tool":"x","state":"FAILED","queue":"slow","createdAt":"2026-03-01T10:00:00Z",
              "startedAt":null,"progress":null,"error":{"code":"WORKER_LOST","message":"Gone."}}]""";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Terminal file =
            new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), false, false, false, 80);

    @Test
    void jobs_areARowEach() {
        JobsCommand.table(JsonMapper.shared().readTree(JOBS), NOW).print(file);

        assertEquals("""
                ID      TOOL         STATE    QUEUE    CREATED  TOOK  NOTE
                0192-a  build-graph  RUNNING  default  3s ago   1.5s  42% Fetching
                0192-b  x            FAILED   slow     2h ago         WORKER_LOST: Gone.
                """, written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void attempts_areARowEach_withWhatTheyUsed() {
        String attempts = """
                [{"number":1,"state":"LOST","worker":"a51c6712","host":null,"startedAt":"2026-03-01T11:50:00Z",
                  "finishedAt":"2026-03-01T11:50:04Z","exitCode":null,"signal":null,"stopReason":"LOST","stoppedBy":null,
                  "cpuTime":null,"peakMemory":null,"outputBytes":null,"error":null},
                 {"number":2,"state":"CANCELLED","worker":"a51c6712","host":"node-7","startedAt":"2026-03-01T11:58:00Z",
                  "finishedAt":"2026-03-01T11:59:00Z","exitCode":143,"signal":"TERM","stopReason":"CANCEL",
                  "stoppedBy":"clean-up-7","cpuTime":"1m2s30ms","peakMemory":67108864,"outputBytes":1434,"error":null}]""";

        JobCommand.attempts(JsonMapper.shared().readTree(attempts), NOW).print(file);

        assertEquals("""
                ATTEMPT  STATE      STARTED  TOOK   CPU    MEMORY  OUTPUT  EXIT  HOST      NOTE
                      1  LOST       10m ago  4.0s                                a51c6712
                      2  CANCELLED  2m ago   1m00s  1m02s  64MiB   1.4KiB  TERM  node-7    cancelled by clean-up-7
                """, written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aJob_isALineForEverythingItHas() {
        JobCommand.details(new JobDocument(JsonMapper.shared().readTree(JOBS).get(0)), NOW)
                .print(file);

        assertEquals("""
                id          0192-a
                tool        build-graph, revision 3
                state       RUNNING, cancel requested
                progress    42% Fetching
                queue       default, priority normal
                parameters  {"root":"docs"}
                labels      team=docs
                attempts    1 of 3
                created     3s ago  (2026-03-01T11:59:57Z)
                started     1s ago  (2026-03-01T11:59:58.500Z)
                took        1.5s
                unique      by tool, parameters; running
                """, written.toString(StandardCharsets.UTF_8));
    }
}

package dev.millrace.system.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class LogSummaryTest {

    private static final String LOG = """
            2026-03-01T12:00:01.123Z INFO  Request 17 from 10.0.0.1 took 12 ms
            2026-03-01T12:00:02.456Z INFO  Request 18 from 10.0.0.2 took 7.5 ms\r
            2026-03-01T12:01:00+01:00 ERROR order 5a0f3c1e-aaaa-4bbb-8ccc-0123456789ab failed: "no stock"
            2026-03-01T12:01:30+01:00 ERROR order 6a0f3c1e-aaaa-4bbb-8ccc-0123456789ab failed: "no stock"
            2026-03-01T12:02:00Z WARN  disk 91% full, no ERROR yet

            Mar  1 12:03:00 host daemon[42]: panic: 0xdeadbeef
            """;

    @TempDir
    Path temporary;

    private Path log;
    private ExampleTool tool;

    @BeforeEach
    void makeLog() throws IOException {
        log = temporary.resolve("-a \"log\" with\\nblanks ü.log");
        Files.writeString(log, LOG);
        tool = new ExampleTool("log-summary/log-summary.sh", temporary);
    }

    private JsonNode summary(String... arguments) throws Exception {
        return tool.run(arguments).result();
    }

    private static List<String> messages(JsonNode summary) {
        return summary.get("topMessages")
                .valueStream()
                .map(message -> message.get("count").intValue() + " "
                        + message.get("level").stringValue() + " "
                        + message.get("firstLine").intValue() + " "
                        + message.get("message").stringValue())
                .toList();
    }

    @Test
    void countsMessagesWithTheirNumbersLeftOut() throws Exception {
        JsonNode summary = summary(log.toString(), "10");
        assertEquals(log.toString(), summary.get("file").stringValue());
        assertEquals(7, summary.get("lines").intValue());
        assertEquals(4, summary.get("messageCount").intValue());
        assertEquals(
                List.of(
                        "2 error 3 ERROR order <id> failed: \"no stock\"",
                        "2 other 1 INFO Request <n> from <ip> took <n> ms",
                        "1 warning 5 WARN disk <n>% full, no ERROR yet",
                        "1 error 7 host daemon[<n>]: panic: <hex>"),
                messages(summary));
        assertFalse(summary.get("truncated").booleanValue());
    }

    @Test
    void countsLevelsAndErrorsPerMinute() throws Exception {
        JsonNode summary = summary(log.toString(), "10");
        assertEquals(
                "{\"error\":3,\"warning\":1,\"other\":2}", summary.get("levels").toString());
        assertEquals(
                "[{\"minute\":\"2026-03-01 12:01\",\"errors\":2,\"lines\":2},"
                        + "{\"minute\":\"Mar  1 12:03\",\"errors\":1,\"lines\":1}]",
                summary.get("worstMinutes").toString());
    }

    @Test
    void reportsNoMoreThanAskedFor() throws Exception {
        assertEquals(
                List.of("2 error 3 ERROR order <id> failed: \"no stock\""), messages(summary(log.toString(), "1")));
    }

    @Test
    void readsCompressedLogs_andRefusesCutOnes() throws Exception {
        Path compressed = temporary.resolve("log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write(LOG.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(7, summary(compressed.toString()).get("lines").intValue());

        byte[] bytes = Files.readAllBytes(compressed);
        Files.write(compressed, Arrays.copyOf(bytes, bytes.length / 2));
        assertEquals(1, tool.run(compressed.toString()).exitCode());
    }

    @Test
    void replacesWhatIsNotUtf8() throws Exception {
        Files.write(log, new byte[] {
            'a', (byte) 0xff, (byte) 0xc3, (byte) 0xbc, (byte) 0xc3, 0, 1, '\\', (byte) 0xed, (byte) 0xa0, (byte) 0x80
        });
        assertEquals(
                List.of("1 other 1 a\ufffdü\ufffd?\u0001\\\ufffd\ufffd\ufffd"), messages(summary(log.toString(), "5")));
    }

    @Test
    void acceptsAnEmptyLogAndAVeryLongLine() throws Exception {
        Files.writeString(log, "");
        assertEquals(0, summary(log.toString()).get("lines").intValue());
        Files.writeString(log, "x".repeat(20_000_000));
        assertEquals(300, messages(summary(log.toString())).get(0).length() - "1 other 1 ".length());
    }

    @Test
    void refusesBadParameters() throws Exception {
        assertEquals(
                "no such file: /nowhere.log\n", tool.run("/nowhere.log", "5").stderr());
        assertEquals(2, tool.run("/nowhere.log", "5").exitCode());
        assertEquals(2, tool.run(temporary.toString(), "5").exitCode());
        assertEquals(2, tool.run(log.toString(), "0").exitCode());
        assertEquals(2, tool.run().exitCode());
    }

    @Test
    void printsTheResultWhenRunByHand() throws Exception {
        assertEquals(7, tool.runByHand(log.toString()).result().get("lines").intValue());
    }
}

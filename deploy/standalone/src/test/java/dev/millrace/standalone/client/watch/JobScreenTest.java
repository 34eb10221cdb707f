package dev.millrace.standalone.client.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.standalone.client.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class JobScreenTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void inAFile_everythingIsALine_andNothingIsRedrawn() {
        play(terminal(false, false));

        assertEquals("""
                -- RUNNING, attempt 1
                first
                -- 42% Fetching pages
                [stderr] oops
                -- SCHEDULED, attempt 1
                -- attempt 2
                second
                -- cancel requested
                """, text());
    }

    @Test
    void onATerminal_theLastLineIsTheState_andIsGoneAtTheEnd() {
        play(terminal(true, false));

        assertTrue(text().contains("\r\u001B[KRUNNING  42% [========>           ] Fetching pages"), text());
        assertTrue(text().contains("\r\u001B[K[stderr] oops\n"), text());
        assertTrue(text().endsWith("\r\u001B[K"), text());
    }

    @Test
    void standardError_isRedWhereThereAreColours() {
        play(terminal(true, true));

        assertTrue(text().contains("\u001B[31moops\u001B[0m\n"), text());
    }

    private void play(Terminal terminal) {
        JobScreen screen = new JobScreen(terminal, "QUEUED");
        try (screen) {
            event(screen, "RUNNING", "{}");
            screen.log(new LogLine(1, "stdout", "first"));
            event(screen, "PROGRESS", "{\"percent\": 42, \"message\": \"Fetching pages\"}");
            screen.log(new LogLine(1, "stderr", "oops"));
            event(screen, "SCHEDULED", "{}");
            screen.log(new LogLine(2, "stdout", "second"));
            event(screen, "CANCEL_REQUESTED", "{}");
            event(screen, "CANCELLED", "{}");
        }
        event(screen, "RUNNING", "{}");
    }

    private static void event(JobScreen screen, String type, String data) {
        screen.event(
                JsonMapper.shared().readTree("{\"type\": \"" + type + "\", \"attempt\": 1, \"data\": " + data + "}"));
    }

    private Terminal terminal(boolean interactive, boolean colours) {
        return new Terminal(
                new PrintStream(written, true, StandardCharsets.UTF_8), interactive, interactive, colours, 80);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}

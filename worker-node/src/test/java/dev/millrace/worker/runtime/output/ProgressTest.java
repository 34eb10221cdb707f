package dev.millrace.worker.runtime.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void percentAndMessage_areRead() {
        assertEquals(Optional.of(new Progress(42, "Fetching pages")), Progress.parse("::progress 42 Fetching pages"));
        assertEquals(Optional.of(new Progress(0, "")), Progress.parse("::progress 0"));
        assertEquals(Optional.of(new Progress(100, "")), Progress.parse("::progress 100 "));
    }

    @Test
    void anythingElse_isALine() {
        for (String line : new String[] {
            "::progress",
            "::progress ",
            "::progress 101",
            "::progress -1",
            "::progress 4.2",
            "::progress 5%",
            " ::progress 5",
            "::Progress 5",
            "::progress  5",
            "::progress 00000000005",
            "::progress ５"
        }) {
            assertTrue(Progress.parse(line).isEmpty(), line);
        }
    }

    @Test
    void longMessage_isShortened() {
        Progress progress = Progress.parse("::progress 1 " + "😀".repeat(400)).orElseThrow();

        assertEquals("😀".repeat(249) + "…", progress.message());
    }
}

package dev.millrace.standalone.client.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ProgressBarTest {
    @Test
    void bar_growsWithThePercentage() {
        assertEquals("RUNNING   0% [>                   ]", text(0, ""));
        assertEquals("RUNNING  42% [========>           ] Fetching pages", text(42, "Fetching pages"));
        assertEquals("RUNNING 100% [====================]", text(100, ""));
    }

    @Test
    void nonsense_doesNotBreakIt() {
        assertEquals("RUNNING 900% [====================]", text(900, ""));
        assertEquals("RUNNING  -5% [>                   ]", text(-5, ""));
    }

    @Test
    void withoutProgress_thereIsOnlyTheState() {
        assertEquals("QUEUED", new ProgressBar("QUEUED", null, "").text(80));
        assertEquals(
                "QUEUED", new ProgressBar("RUNNING", 7, "x").restarted("QUEUED").text(80));
    }

    @Test
    void aLine_neverReachesTheLastColumn_andHasNoControlCharacters() {
        ProgressBar bar = new ProgressBar("RUNNING", 50, "a\nb\u001B[2J 😀😀😀😀😀😀😀😀😀😀");
        for (int width = 1; width < 80; width++) {
            String text = bar.text(width);
            assertTrue(text.codePointCount(0, text.length()) < width, text);
            assertTrue(text.chars().noneMatch(Character::isISOControl), text);
        }
        assertEquals("", bar.text(0));
    }

    private static String text(int percent, String message) {
        return new ProgressBar("RUNNING", percent, message).text(80);
    }
}

package dev.millrace.standalone.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalTest {
    private static final String ATTACK = "\u001B[31mred\u001B[0m \u001B]0;title\u0007 \u001B[2J\rover \u009B5n\ttab";

    @Test
    void foreignText_keepsColoursAndNothingElse() {
        assertEquals(
                "\u001B[31mred\u001B[0m ␛]0;title␇ ␛[2J␍over \uFFFD5n\ttab\u001B[0m",
                terminal(true, true).foreign(ATTACK));
    }

    @Test
    void foreignText_hasNoColoursWhereTheUserWantsNone() {
        assertEquals("␛[31mred", terminal(true, false).foreign("\u001B[31mred"));
    }

    @Test
    void foreignText_goesIntoAFileAsItIs() {
        assertEquals(ATTACK, terminal(false, false).foreign(ATTACK));
    }

    @Test
    void unfinishedColour_isNoColour() {
        assertEquals("␛", PlainText.keepingColours("\u001B"));
        assertEquals("␛[31", PlainText.keepingColours("\u001B[31"));
        assertEquals("␛[2K", PlainText.keepingColours("\u001B[2K"));
    }

    @Test
    void colours_areOffInATestRun_whichIsNoTerminal() {
        assertFalse(Terminal.standardOutput(Map.of("TERM", "dumb")).colours());
        assertFalse(Terminal.standardOutput(Map.of("NO_COLOR", "1")).colours());
    }

    @Test
    void width_isWhatTheEnvironmentSays_ifItMakesSense() {
        assertEquals(132, Terminal.width("132"));
        assertEquals(80, Terminal.width(""));
        assertEquals(80, Terminal.width("0"));
        assertEquals(80, Terminal.width("wide"));
        assertEquals(80, Terminal.width("99999"));
    }

    private static Terminal terminal(boolean interactive, boolean colours) {
        return new Terminal(new PrintStream(new ByteArrayOutputStream()), interactive, colours, 80);
    }
}

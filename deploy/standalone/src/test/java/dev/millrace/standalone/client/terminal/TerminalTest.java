package dev.millrace.standalone.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    void whateverIsPrinted_aTerminalTakesColoursAndLinesFromIt_andNothingElse() {
        String said = "a\u001B]52;c;ZXZpbA==\u0007\nb\r\u001B[1A\u001B[8mhidden \u202Egnp.exe \u2066x\u2069";

        assertEquals(
                "a␛]52;c;ZXZpbA==␇\nb␍␛[1A\u001B[8mhidden \uFFFDgnp.exe \uFFFDx\uFFFD\u001B[0m\n",
                printed(true, true, true, said));
        assertEquals(
                "a␛]52;c;ZXZpbA==␇\nb␍␛[1A␛[8mhidden \uFFFDgnp.exe \uFFFDx\uFFFD\n",
                printed(true, false, false, said),
                "a terminal that redraws nothing still acts on what it is shown");
        assertEquals(said + "\n", printed(false, false, false, said));
    }

    private static String printed(boolean terminal, boolean interactive, boolean colours, String text) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
        new Terminal(stream, terminal, interactive, colours, 80).line(text);
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aDocument_keepsWhatItSays_inEscapes() {
        assertEquals(
                "{\n  \"\\u009b\": \"\\u202e\\u007f\té\"\n}",
                PlainText.ofJson("{\n  \"\u009B\": \"\u202E\u007F\té\"\n}"));
    }

    @Test
    void unfinishedColour_isNoColour() {
        assertEquals("␛", PlainText.keepingColours("\u001B"));
        assertEquals("␛[31", PlainText.keepingColours("\u001B[31"));
        assertEquals("␛[2K", PlainText.keepingColours("\u001B[2K"));
        assertEquals("␛[>4;2m", PlainText.keepingColours("\u001B[>4;2m"));
        assertEquals("␛[\u0663m", PlainText.keepingColours("\u001B[\u0663m"));
        assertEquals("\u001B[38:2::1:2:3m", PlainText.keepingColours("\u001B[38:2::1:2:3m"));
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
        return new Terminal(new PrintStream(new ByteArrayOutputStream()), interactive, interactive, colours, 80);
    }
}

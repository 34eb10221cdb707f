package dev.millrace.standalone.client.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One of the two streams a command writes to.
 *
 * @param terminal whether what is written reaches a terminal, which might act on what it is shown
 * @param interactive whether that terminal can redraw a line
 * @param colours whether styles are shown
 * @param width in columns
 */
public record Terminal(PrintStream stream, boolean terminal, boolean interactive, boolean colours, int width) {
    private static final int USUAL_WIDTH = 80;
    private static final String RESET = "\u001B[0m";

    public static Terminal standardOutput(Map<String, String> environment) {
        return of(StandardStreams.output(), 1, environment);
    }

    public static Terminal standardError(Map<String, String> environment) {
        return of(StandardStreams.error(), 2, environment);
    }

    private static Terminal of(PrintStream stream, int number, Map<String, String> environment) {
        boolean terminal = isTerminal(number);
        boolean interactive = terminal && !"dumb".equals(environment.get("TERM"));
        boolean colours =
                interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(stream, terminal, interactive, colours, width(environment.getOrDefault("COLUMNS", "")));
    }

    // System.console() wants standard input to be a terminal too, and is never null since Java 22.
    static boolean isTerminal(int number) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            return false;
        }
    }

    static int width(String columns) {
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    public String paint(Style style, String text) {
        return colours ? style.around(text) : text;
    }

    /** Text of somebody else's, safe to print here; untouched in files and pipes, which hold what was said. */
    public String foreign(String text) {
        if (!terminal) {
            return text;
        }
        return colours ? PlainText.keepingColours(text) + resetAfter(text) : PlainText.of(text);
    }

    private static String resetAfter(String text) {
        return text.indexOf('\u001B') < 0 ? "" : RESET;
    }

    /** A line, or several. Whatever stands in them, a terminal takes nothing but colours from them, and those no further than the end. */
    public void line(String text) {
        stream.println(shown(text));
    }

    /** The text as {@link #line} prints it. */
    public String shown(String text) {
        if (!terminal) {
            return text;
        }
        String shown = PlainText.keepingLines(text, colours);
        return shown.endsWith(RESET) ? shown : shown + resetAfter(shown);
    }

    /** A document in JSON, or a line that ends with one. */
    public void json(String text) {
        stream.println(terminal ? PlainText.ofJson(text) : text);
    }
}

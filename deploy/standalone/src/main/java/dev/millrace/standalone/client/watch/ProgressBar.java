package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.terminal.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * The last line of the screen: {@code RUNNING  42% [========>           ] Fetching pages}.
 *
 * @param percent 0 to 100; null while the tool has not said
 * @param message empty where the tool gives none
 */
record ProgressBar(String state, @Nullable Integer percent, String message) {
    private static final int CELLS = 20;

    ProgressBar withState(String newState) {
        return new ProgressBar(newState, percent, message);
    }

    /** The next attempt starts from nothing. */
    ProgressBar restarted(String newState) {
        return new ProgressBar(newState, null, "");
    }

    /** One line of fewer than {@code width} columns: the last column would make some terminals wrap. */
    String text(int width) {
        String bar = percent == null ? state : state + " " + percentage(percent) + " " + cells(percent);
        String line = PlainText.of(message.isEmpty() ? bar : bar + " " + message);
        int columns = Math.max(0, width - 1);
        return line.codePointCount(0, line.length()) <= columns
                ? line
                : line.substring(0, line.offsetByCodePoints(0, columns));
    }

    private static String percentage(int percent) {
        return " ".repeat(Math.max(0, 3 - Integer.toString(percent).length())) + percent + "%";
    }

    private static String cells(int percent) {
        int done = Math.min(CELLS, Math.max(0, percent * CELLS / 100));
        String head = done < CELLS ? ">" : "";
        return "[" + "=".repeat(done) + head + " ".repeat(CELLS - done - head.length()) + "]";
    }
}

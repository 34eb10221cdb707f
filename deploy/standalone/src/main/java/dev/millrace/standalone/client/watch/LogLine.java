package dev.millrace.standalone.client.watch;

import dev.millrace.standalone.client.terminal.Style;
import dev.millrace.standalone.client.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/**
 * A line of a log.
 *
 * @param stream {@code stdout}, {@code stderr}, or {@code millrace} for its own remarks
 */
record LogLine(int attempt, String stream, String text) {

    static LogLine of(JsonNode json, int attempt) {
        return new LogLine(
                json.path("attempt").asInt(attempt),
                json.path("stream").asString(""),
                json.path("text").asString(""));
    }

    /** Standard error is told apart by its colour, and by a mark where there are no colours. */
    String shownOn(Terminal terminal) {
        String foreign = terminal.foreign(text);
        return switch (stream) {
            case "stdout" -> foreign;
            case "stderr" -> terminal.colours() ? terminal.paint(Style.RED, foreign) : "[stderr] " + foreign;
            default -> terminal.paint(Style.DIM, "[" + stream + "] " + foreign);
        };
    }
}

package dev.millrace.model.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Consecutive lines of one attempt, as they are stored: one text with a line each, made of the stream's letter, the
 * milliseconds since 1970, a blank and the text.
 *
 * @param firstLine number of the first line within the attempt, from 1
 * @param lines how many there are, at least 1
 */
public record LogChunk(UUID job, int attempt, long firstLine, int lines, String content) {

    /** Appends a line to the content of a chunk that is being filled. */
    public static void append(StringBuilder content, LogStream stream, long millis, String text) {
        content.append(stream.letter()).append(millis).append(' ').append(text).append('\n');
    }

    /** A chunk to be stored in the place of this one, with a single line of Millrace's own. */
    public LogChunk replacedBy(long millis, String text) {
        StringBuilder line = new StringBuilder();
        append(line, LogStream.MILLRACE, millis, text);
        return new LogChunk(job, attempt, firstLine, 1, line.toString());
    }

    /** The lines of this chunk whose number is greater than {@code after}. */
    public List<LogLine> linesAfter(long after) {
        List<LogLine> found = new ArrayList<>(lines);
        int start = 0;
        for (long line = firstLine; start < content.length(); line++) {
            int end = content.indexOf('\n', start);
            if (line > after) {
                found.add(parse(line, start, end));
            }
            start = end + 1;
        }
        return found;
    }

    private LogLine parse(long line, int start, int end) {
        int blank = content.indexOf(' ', start);
        Instant at = Instant.ofEpochMilli(Long.parseLong(content, start + 1, blank, 10));
        return new LogLine(
                attempt, line, at, LogStream.ofLetter(content.charAt(start)), content.substring(blank + 1, end));
    }
}

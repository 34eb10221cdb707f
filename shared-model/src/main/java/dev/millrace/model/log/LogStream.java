package dev.millrace.model.log;

import java.util.Locale;
import java.util.Optional;

/** Where a line came from. */
public enum LogStream {
    STDOUT('o'),
    STDERR('e'),
    /** Said by Millrace itself: what it cut, dropped or could not do. */
    MILLRACE('m');

    private final char letter;

    LogStream(char letter) {
        this.letter = letter;
    }

    /** As written in JSON: {@code stdout}, {@code stderr}, {@code millrace}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LogStream> of(String text) {
        for (LogStream stream : values()) {
            if (stream.text().equals(text)) {
                return Optional.of(stream);
            }
        }
        return Optional.empty();
    }

    char letter() {
        return letter;
    }

    static LogStream ofLetter(char letter) {
        for (LogStream stream : values()) {
            if (stream.letter == letter) {
                return stream;
            }
        }
        throw new IllegalArgumentException("No stream is written as " + letter);
    }
}

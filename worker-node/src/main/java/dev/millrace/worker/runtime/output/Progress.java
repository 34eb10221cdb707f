package dev.millrace.worker.runtime.output;

import dev.millrace.model.error.Excerpt;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ::progress PERCENT [MESSAGE]}; whatever does not look exactly so is an ordinary line. */
record Progress(int percent, String message) {
    private static final String PREFIX = "::progress ";
    private static final Pattern REST = Pattern.compile("(\\d{1,3})(?: (.*))?", Pattern.DOTALL);
    private static final int LONGEST_MESSAGE = 500;

    static Optional<Progress> parse(String line) {
        if (!line.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Matcher rest = REST.matcher(line.substring(PREFIX.length()));
        if (!rest.matches()) {
            return Optional.empty();
        }
        int percent = Integer.parseInt(rest.group(1));
        String message = rest.group(2) == null ? "" : rest.group(2).strip();
        return percent > 100
                ? Optional.empty()
                : Optional.of(new Progress(percent, Excerpt.of(message, LONGEST_MESSAGE)));
    }
}

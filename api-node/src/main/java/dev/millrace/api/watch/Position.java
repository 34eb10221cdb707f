package dev.millrace.api.watch;

import dev.millrace.api.http.Query;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a client was: in a log, the number of an attempt and of its last line.
 *
 * @param attempt from 0
 * @param line from 0
 */
record Position(int attempt, long line) {
    private static final Pattern LOG = Pattern.compile("\\d{1,9}:\\d{1,18}");
    private static final Pattern EVENT = Pattern.compile("\\d{1,18}");

    /** The number of the last event the client has, from Last-Event-ID or {@code after}; null if it says neither. */
    static @Nullable Long lastEvent(Context ctx) {
        String text = lastEventId(ctx);
        if (text != null && !EVENT.matcher(text).matches()) {
            throw malformed("the number of an event, as it came in the stream");
        }
        return text == null ? null : Long.valueOf(text);
    }

    /** The last line the client has; null if it says nothing. */
    static @Nullable Position lastLine(Context ctx) {
        String text = ctx.header("Last-Event-ID");
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!LOG.matcher(text).matches()) {
            throw malformed("ATTEMPT:LINE, as it came in the stream");
        }
        int colon = text.indexOf(':');
        return new Position(Integer.parseInt(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    private static @Nullable String lastEventId(Context ctx) {
        String header = ctx.header("Last-Event-ID");
        return header != null && !header.isEmpty()
                ? header
                : Query.of(ctx).text("after").orElse(null);
    }

    private static MillraceException malformed(String right) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, "Last-Event-ID (or after) must be " + right + ".");
    }

    String text() {
        return attempt + ":" + line;
    }
}

package dev.millrace.api.rest.logs;

import dev.millrace.api.http.stream.LastEventId;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * Where a client was in a log: the number of an attempt and of its last line.
 *
 * @param attempt from 0
 * @param line from 0
 */
record Position(int attempt, long line) {
    /** The last line the client has; null if it says nothing. */
    static @Nullable Position lastLine(Context ctx) {
        String text = LastEventId.of(ctx).orElse(null);
        if (text == null) {
            return null;
        }
        String right = "ATTEMPT:LINE";
        int colon = text.indexOf(':');
        int attempt = (int) LastEventId.number(text.substring(0, Math.max(0, colon)), Integer.MAX_VALUE - 1, right);
        return new Position(attempt, LastEventId.number(text.substring(colon + 1), Long.MAX_VALUE - 1, right));
    }

    String text() {
        return attempt + ":" + line;
    }
}

package dev.millrace.api.watch;

import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.request.RequestHeaders;
import dev.millrace.model.config.WholeNumber;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a client was: in a log, the number of an attempt and of its last line.
 *
 * @param attempt from 0
 * @param line from 0
 */
record Position(int attempt, long line) {
    /** The number of the last event the client has, from Last-Event-ID or {@code after}; null if it says neither. */
    static @Nullable Long lastEvent(Context ctx) {
        String text = lastEventId(ctx).or(() -> Query.of(ctx).text("after")).orElse(null);
        return text == null ? null : (Long) number(text, Long.MAX_VALUE - 1, "the number of an event");
    }

    /** The last line the client has; null if it says nothing. */
    static @Nullable Position lastLine(Context ctx) {
        String text = lastEventId(ctx).orElse(null);
        if (text == null) {
            return null;
        }
        String right = "ATTEMPT:LINE";
        int colon = text.indexOf(':');
        int attempt = (int) number(text.substring(0, Math.max(0, colon)), Integer.MAX_VALUE - 1, right);
        return new Position(attempt, number(text.substring(colon + 1), Long.MAX_VALUE - 1, right));
    }

    /** The header wins: a browser that comes back sends it with the address of the first time. */
    private static Optional<String> lastEventId(Context ctx) {
        return RequestHeaders.once(ctx, "Last-Event-ID").filter(text -> !text.isEmpty());
    }

    private static long number(String text, long max, String right) {
        try {
            return WholeNumber.within(text, 0, max);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "Last-Event-ID (or after) must be " + right + ", as it came in the stream.",
                    e);
        }
    }

    String text() {
        return attempt + ":" + line;
    }
}

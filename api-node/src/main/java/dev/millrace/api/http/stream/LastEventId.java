package dev.millrace.api.http.stream;

import dev.millrace.api.http.request.RequestHeaders;
import dev.millrace.model.config.WholeNumber;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.util.Optional;

/** The header Last-Event-ID, by which a client that comes back says which event of the stream it has. */
public final class LastEventId {
    private LastEventId() {}

    /**
     * The id, if there is one. It counts more than a query parameter: a browser that comes back sends it with the
     * address of the first time.
     */
    public static Optional<String> of(Context ctx) {
        return RequestHeaders.once(ctx, "Last-Event-ID").filter(text -> !text.isEmpty());
    }

    /**
     * Reads a number that an id consists of.
     *
     * @param form of a right id, for the caller
     * @throws MillraceException MALFORMED_REQUEST if it is no number from 0 to {@code max}
     */
    public static long number(String text, long max, String form) {
        try {
            return WholeNumber.within(text, 0, max);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "Last-Event-ID (or after) must be " + form + ", as it came in the stream.",
                    e);
        }
    }
}

package dev.millrace.api.http.request;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads single headers, and lists that may span several lines (RFC 9110, § 5.3). */
public final class RequestHeaders {
    private RequestHeaders() {}

    /**
     * The value of a header that has one value.
     *
     * @throws MillraceException MALFORMED_REQUEST if the header occurs twice, since it is unclear which one is meant
     */
    public static Optional<String> once(Context ctx, String name) {
        List<String> values = all(ctx, name);
        if (values.size() > 1) {
            throw new MillraceException(ErrorCode.MALFORMED_REQUEST, "The header " + name + " may be given once only.");
        }
        return values.stream().findFirst();
    }

    /** All lines of a header. */
    public static List<String> all(Context ctx, String name) {
        return Collections.list(ctx.req().getHeaders(name));
    }
}

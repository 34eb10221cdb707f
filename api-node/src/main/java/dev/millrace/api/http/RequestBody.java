package dev.millrace.api.http;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import io.javalin.config.Key;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request's body, kept up to the server's limits. */
public final class RequestBody {
    static final Key<BodyLimits> LIMITS = new Key<>("millrace-body-limits");

    static final int PART = 8 * 1024;

    /**
     * So much more is read of a body that is too large, and thrown away: most clients read no answer before they have sent
     * all, and never see it when the connection is closed meanwhile.
     */
    static final long DISCARDED = 16L << 20;

    private static final String BEGUN = "millrace-body-begun";

    private RequestBody() {}

    /** Whether somebody has read of it, to its end or not. */
    static boolean hasBegun(Context ctx) {
        return ctx.attribute(BEGUN) != null;
    }

    /**
     * The body as one JSON document.
     *
     * @throws MillraceException UNSUPPORTED_MEDIA_TYPE unless it is sent as JSON in UTF-8; TOO_LARGE;
     *     MALFORMED_REQUEST if it is no JSON
     */
    public static JsonNode json(Context ctx) {
        MediaType type = mediaType(ctx);
        if (!type.isJson()) {
            throw unsupported("Send the body as application/json.");
        }
        return Json.read(bytes(ctx));
    }

    /**
     * What the body is sent as.
     *
     * @throws MillraceException UNSUPPORTED_MEDIA_TYPE if nothing is said, it cannot be read, or it is not UTF-8
     */
    public static MediaType mediaType(Context ctx) {
        @Nullable String header = ctx.req().getHeader("Content-Type");
        MediaType type = MediaType.parse(header == null ? "" : header)
                .orElseThrow(() -> unsupported("The request needs a Content-Type."));
        if (!type.charset().equalsIgnoreCase("utf-8")) {
            throw unsupported("Send the body in UTF-8.");
        }
        return type;
    }

    /**
     * The body as it is.
     *
     * @throws MillraceException TOO_LARGE past the server's limit, however the length was announced; MALFORMED_REQUEST if
     *     it ends early or takes too long to arrive
     */
    public static byte[] bytes(Context ctx) {
        return bytes(ctx, ctx.appData(LIMITS));
    }

    /** The same within limits of the route's own. */
    public static byte[] bytes(Context ctx, BodyLimits limits) {
        boolean asksFirst = ctx.header("Expect") != null;
        if (asksFirst && ctx.req().getContentLengthLong() > limits.bytes()) {
            throw tooLarge(limits);
        }
        ctx.attribute(BEGUN, true);
        try {
            return read(ctx.req().getInputStream(), limits);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MALFORMED_REQUEST, "The body ended early.", e);
        }
    }

    private static byte[] read(InputStream in, BodyLimits limits) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[PART];
        long size = 0;
        long start = System.nanoTime();
        for (int length = in.read(part); length >= 0; length = in.read(part)) {
            size += length;
            if (size <= limits.bytes()) {
                body.write(part, 0, length);
            }
            if (size > limits.bytes() + DISCARDED) {
                throw tooLarge(limits);
            }
            if (System.nanoTime() - start > limits.time().toNanos()) {
                throw new MillraceException(
                        ErrorCode.MALFORMED_REQUEST,
                        "The body took longer than " + limits.time().toMillis() + " ms to arrive.");
            }
        }
        if (size > limits.bytes()) {
            throw tooLarge(limits);
        }
        return body.toByteArray();
    }

    private static MillraceException unsupported(String message) {
        return new MillraceException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message);
    }

    private static MillraceException tooLarge(BodyLimits limits) {
        return new MillraceException(ErrorCode.TOO_LARGE, "The body is larger than " + limits.bytes() + " bytes.");
    }
}

package dev.millrace.api.http;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import io.javalin.config.Key;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request's body, kept up to the server's limit. */
public final class RequestBody {
    static final Key<Integer> LIMIT = new Key<>("millrace-max-body-bytes");

    /** So much is read and thrown away of a body that is too large. */
    private static final long DISCARDED_BYTES = 16L << 20;

    private static final int DISCARDED_AT_ONCE = 8192;

    private RequestBody() {}

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

    /** @throws MillraceException TOO_LARGE past the server's limit, however the length was announced */
    public static byte[] bytes(Context ctx) {
        int limit = ctx.appData(LIMIT);
        boolean announced = ctx.req().getContentLengthLong() > limit;
        byte[] body = announced ? new byte[0] : read(ctx, limit + 1);
        if (announced || body.length > limit) {
            boolean asksFirst = announced && ctx.header("Expect") != null;
            if (!asksFirst) {
                discard(ctx);
            }
            throw new MillraceException(ErrorCode.TOO_LARGE, "The body is larger than " + limit + " bytes.");
        }
        return body;
    }

    /** Most clients read no answer before they have sent all; on a connection closed meanwhile they never see it. */
    private static void discard(Context ctx) {
        byte[] discarded = new byte[DISCARDED_AT_ONCE];
        try {
            InputStream in = ctx.req().getInputStream();
            long left = DISCARDED_BYTES;
            for (int read = in.read(discarded); read >= 0 && left > 0; read = in.read(discarded)) {
                left -= read;
            }
        } catch (IOException gone) {
            throw new MillraceException(ErrorCode.MALFORMED_REQUEST, "The body ended early.", gone);
        }
    }

    private static byte[] read(Context ctx, int atMost) {
        try {
            return ctx.req().getInputStream().readNBytes(atMost);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MALFORMED_REQUEST, "The body ended early.", e);
        }
    }

    private static MillraceException unsupported(String message) {
        return new MillraceException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message);
    }
}

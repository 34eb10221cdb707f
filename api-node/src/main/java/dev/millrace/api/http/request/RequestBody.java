package dev.millrace.api.http.request;

import dev.millrace.api.http.transfer.Connections;
import dev.millrace.api.http.transfer.IncomingBody;
import dev.millrace.api.http.transfer.Transfers;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import io.javalin.config.Key;
import io.javalin.http.Context;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.JsonNode;

/**
 * A request's body, read up to the server's limits. A handler passes in what to do with the body. That runs at once if
 * the body arrived with the head, else later on a thread of the server. No thread waits for the body.
 */
public final class RequestBody {
    public static final Key<BodyLimits> LIMITS = new Key<>("millrace-body-limits");

    private static final String BEGUN = "millrace-body-begun";

    private RequestBody() {}

    /** The part of a handler that needs the body. It answers as a handler does. */
    @FunctionalInterface
    public interface Taker<T> {
        void take(T body) throws Exception;
    }

    /** Whether reading has begun. */
    static boolean hasBegun(Context ctx) {
        return ctx.attribute(BEGUN) != null;
    }

    /**
     * Reads the body as one JSON document. Fails, now or later, with UNSUPPORTED_MEDIA_TYPE if it is not sent as JSON
     * in UTF-8, with MALFORMED_REQUEST if it is no JSON, and as {@link #bytes} does.
     */
    public static void json(Context ctx, Taker<JsonNode> taker) throws Exception {
        if (!mediaType(ctx).isJson()) {
            throw unsupported("Send the body as application/json.");
        }
        bytes(ctx, body -> taker.take(Json.read(body)));
    }

    /**
     * The media type of the body.
     *
     * @throws MillraceException UNSUPPORTED_MEDIA_TYPE without a Content-Type, or if it cannot be read, is not UTF-8,
     *     or the body is compressed; MALFORMED_REQUEST for two Content-Types
     */
    public static MediaType mediaType(Context ctx) {
        refuseCoded(ctx);
        MediaType type = RequestHeaders.once(ctx, "Content-Type")
                .map(header -> MediaType.parse(header)
                        .orElseThrow(() -> unsupported("The Content-Type of the request cannot be read.")))
                .orElseThrow(() -> unsupported("The request needs a Content-Type."));
        if (!type.charset().equalsIgnoreCase("utf-8")) {
            throw unsupported("Send the body in UTF-8.");
        }
        return type;
    }

    /** The header Accept-Encoding tells the client what is accepted (RFC 9110, § 15.5.16). */
    private static void refuseCoded(Context ctx) {
        for (String coding : RequestHeaders.all(ctx, "Content-Encoding")) {
            if (!coding.strip().equalsIgnoreCase("identity")) {
                ctx.header("Accept-Encoding", "identity");
                throw unsupported("Send the body as it is, without a Content-Encoding.");
            }
        }
    }

    /**
     * Reads the body as bytes. Fails, now or later, with TOO_LARGE beyond the server's limit, whatever length was
     * announced; with MALFORMED_REQUEST if the body ends early or arrives too slowly; with UNAVAILABLE if bodies take
     * too much memory.
     */
    public static void bytes(Context ctx, Taker<byte[]> taker) throws Exception {
        bytes(ctx, ctx.appData(LIMITS), taker);
    }

    /** The same with limits of the route. */
    public static void bytes(Context ctx, BodyLimits limits, Taker<byte[]> taker) throws Exception {
        boolean asksFirst = ctx.header("Expect") != null;
        if (asksFirst && ctx.req().getContentLengthLong() > limits.bytes()) {
            throw IncomingBody.tooLarge(limits.bytes());
        }
        ctx.attribute(BEGUN, true);
        IncomingBody body = new IncomingBody(
                Connections.request(ctx.req()), limits.bytes(), limits.time(), ctx.appData(Transfers.KEY));
        boolean later = false;
        try {
            if (body.readAvailable()) {
                taker.take(body.bytes());
            } else {
                later = true;
                later(ctx, body, taker);
            }
        } finally {
            if (!later) {
                body.close();
            }
        }
    }

    private static void later(Context ctx, IncomingBody body, Taker<byte[]> taker) {
        ctx.future(() -> body.rest()
                .thenAcceptAsync(
                        bytes -> take(ctx, bytes, taker),
                        ctx.appData(Transfers.KEY).threads())
                .whenComplete((nothing, failure) -> body.close()));
    }

    private static void take(Context ctx, byte[] bytes, Taker<byte[]> taker) {
        try {
            RequestId.logging(ctx, same -> taker.take(bytes));
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static MillraceException unsupported(String message) {
        return new MillraceException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message);
    }
}

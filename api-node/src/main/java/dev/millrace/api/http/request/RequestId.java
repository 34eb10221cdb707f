package dev.millrace.api.http.request;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** The id of one request: the same for the caller, in the answer and in our log. */
public final class RequestId {
    public static final String HEADER = "X-Request-Id";
    private static final String LOG_KEY = "requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestId() {}

    /** The caller's id, if the request has exactly one and it is harmless; else a new id. */
    public static String from(List<String> given) {
        return given.size() == 1 && ACCEPTED.matcher(given.get(0)).matches()
                ? given.get(0)
                : UUID.randomUUID().toString();
    }

    /** The id of a request that has passed the gate. */
    public static String of(Context ctx) {
        return Objects.requireNonNull(ctx.res().getHeader(HEADER));
    }

    /** Runs the handler with the request's id in every log line of this thread. */
    public static void logging(Context ctx, Handler handler) throws Exception {
        MDC.put(LOG_KEY, of(ctx));
        try {
            handler.handle(ctx);
        } finally {
            MDC.remove(LOG_KEY);
        }
    }
}

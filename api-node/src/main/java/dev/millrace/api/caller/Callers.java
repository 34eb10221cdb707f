package dev.millrace.api.caller;

import dev.millrace.api.http.request.RequestId;
import dev.millrace.model.operations.Caller;
import io.javalin.http.Context;

/** Tells operations who asks. */
public final class Callers {
    private Callers() {}

    /** Whoever has sent this request. */
    public static Caller of(Context ctx) {
        return Caller.anonymous(RequestId.of(ctx), ctx.ip());
    }
}

package dev.millrace.api.http;

import dev.millrace.api.http.transfer.DiscardedBody;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * Takes in what has been sent of a body that no handler wanted, and throws it away: a connection that is closed over it is
 * reset, and the client, still sending, may never see its answer. It waits 200 ms for each piece, 2 s in all.
 */
final class UnreadBodyHandler implements Handler {
    @Override
    public void handle(Context ctx) {
        long length = ctx.req().getContentLengthLong();
        boolean announced = length > 0 || ctx.req().getHeader("Transfer-Encoding") != null;
        // Who asks first, sends nothing after this answer. A body that was taken for too large or too slow has had its
        // chance.
        if (!announced || ctx.req().getHeader("Expect") != null || RequestBody.hasBegun(ctx)) {
            return;
        }
        DiscardedBody body = new DiscardedBody(Connections.request(ctx.req()), ctx.appData(RequestBody.TRANSFERS));
        if (!body.readAvailable()) {
            ctx.future(body::rest);
        }
    }
}

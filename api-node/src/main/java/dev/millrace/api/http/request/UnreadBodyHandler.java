package dev.millrace.api.http.request;

import dev.millrace.api.http.transfer.Connections;
import dev.millrace.api.http.transfer.DiscardedBody;
import dev.millrace.api.http.transfer.Transfers;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * Reads the body that no handler read, and discards it. Without that, closing the connection would reset it, and a
 * client that still sends might never see its answer. It waits 200 ms for each piece and 2 s in all.
 */
public final class UnreadBodyHandler implements Handler {
    @Override
    public void handle(Context ctx) {
        long length = ctx.req().getContentLengthLong();
        boolean announced = length > 0 || ctx.req().getHeader("Transfer-Encoding") != null;
        // A client that asks first sends nothing after this answer. A body that was refused as too large or too slow
        // has had its
        // chance.
        if (!announced || ctx.req().getHeader("Expect") != null || RequestBody.hasBegun(ctx)) {
            return;
        }
        DiscardedBody body = new DiscardedBody(Connections.request(ctx.req()), ctx.appData(Transfers.KEY));
        if (!body.readAvailable()) {
            ctx.future(body::rest);
        }
    }
}

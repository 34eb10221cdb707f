package dev.millrace.api.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes in what has been sent of a body that no handler wanted, and throws it away: a connection that is closed over it is
 * reset, and the client, still sending, may never see its answer. What does not come at once is not waited for.
 */
final class UnreadBody implements Handler {
    /** For so long nothing more may come. */
    private static final long PATIENCE = Duration.ofMillis(200).toNanos();

    private static final long LIMIT = Duration.ofSeconds(2).toNanos();
    private static final long LOOK_AGAIN = Duration.ofMillis(1).toNanos();

    @Override
    public void handle(Context ctx) throws IOException {
        long length = ctx.req().getContentLengthLong();
        boolean announced = length > 0 || ctx.req().getHeader("Transfer-Encoding") != null;
        // Who asks first, sends nothing after this answer. A body that was taken for too large or too slow has had its
        // chance.
        if (!announced || ctx.req().getHeader("Expect") != null || RequestBody.hasBegun(ctx)) {
            return;
        }
        ServletInputStream in = ctx.req().getInputStream();
        byte[] part = new byte[RequestBody.PART];
        long most = length > 0 ? Math.min(length, RequestBody.DISCARDED) : RequestBody.DISCARDED;
        long began = System.nanoTime();
        long heard = began;
        long discarded = 0;
        for (long now = began;
                !in.isFinished() && discarded < most && now - heard < PATIENCE && now - began < LIMIT;
                now = System.nanoTime()) {
            if (in.available() > 0) {
                discarded += Math.max(0, in.read(part));
                heard = now;
            } else {
                LockSupport.parkNanos(LOOK_AGAIN);
            }
        }
    }
}

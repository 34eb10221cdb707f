package dev.millrace.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the connection of an answer in JSON that is not there yet: a proxy that hears nothing for 30 or 60 s gives the
 * request up. JSON may have blank lines in front.
 */
final class BlankLines {
    private final Context ctx;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean over;

    BlankLines(Context ctx) {
        this.ctx = ctx;
    }

    /** Sends one, unless the answer has come; the status is 200 from the first one on. */
    void send() {
        lock.lock();
        try {
            if (over) {
                return;
            }
            if (!ctx.res().isCommitted()) {
                Compression.forbid(ctx);
                ctx.status(200).contentType("application/json");
            }
            ctx.res().getOutputStream().write('\n');
            ctx.res().flushBuffer();
        } catch (IOException | IllegalStateException gone) {
            // Whoever writes the answer finds out, too.
            over = true;
        } finally {
            lock.unlock();
        }
    }

    /** None is sent after this has returned. */
    void end() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }
}

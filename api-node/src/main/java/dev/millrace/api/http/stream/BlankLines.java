package dev.millrace.api.http.stream;

import dev.millrace.api.http.answer.Compression;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends blank lines while a JSON answer is not there yet. A proxy gives up a request without a byte for 30 or 60 s.
 * JSON may begin with blank lines.
 */
final class BlankLines {
    private final Context ctx;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean over;

    BlankLines(Context ctx) {
        this.ctx = ctx;
    }

    /** Sends a blank line, unless the answer has come. The first one sends the status, which is 200. */
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
            // The write of the answer fails in the same way.
            over = true;
        } finally {
            lock.unlock();
        }
    }

    /** After this has returned, no blank line is sent. */
    void end() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }
}

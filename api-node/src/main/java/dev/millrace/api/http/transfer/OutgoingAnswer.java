package dev.millrace.api.http.transfer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer that is written as fast as the client takes it, piece by piece; while it takes nothing, no thread waits. */
public final class OutgoingAnswer implements Transfer, WriteListener {
    /** An answer that is shorter goes into the server's own buffer and is no matter for this class. */
    public static final int PIECE = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingAnswer.class);

    private final ServletOutputStream out;
    private final InputStream content;
    private final Runnable abort;
    private final Transfers transfers;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final byte[] piece = new byte[PIECE];

    /** Counted is the time in which the client takes nothing, not that in which the content is found. */
    private final AtomicLong waited = new AtomicLong();

    private volatile long waitingSince;
    private volatile boolean waiting;
    private final AtomicLong written = new AtomicLong();

    /**
     * Nothing is written yet.
     *
     * @param content closed when the answer is over
     * @param abort closes the connection at once
     */
    public OutgoingAnswer(ServletOutputStream out, InputStream content, Runnable abort, Transfers transfers) {
        this.out = out;
        this.content = content;
        this.abort = abort;
        this.transfers = transfers;
    }

    /**
     * Begins; the request must be an asynchronous one.
     *
     * @return completes at the end, whether the client has read it or not; exceptionally if its content was not found
     */
    public CompletableFuture<@Nullable Void> start() {
        transfers.add(this);
        out.setWriteListener(this);
        return over;
    }

    @Override
    public void onWritePossible() {
        stopWaiting();
        try {
            while (out.isReady()) {
                int length = next();
                if (length <= 0) {
                    finish(null);
                    return;
                }
                out.write(piece, 0, length);
                written.addAndGet(length);
            }
            waitingSince = System.nanoTime();
            waiting = true;
        } catch (IOException clientIsGone) {
            finish(null);
        } catch (UncheckedIOException contentIsBroken) {
            finish(contentIsBroken.getCause());
        } catch (RuntimeException contentIsBroken) {
            finish(contentIsBroken);
        }
    }

    private int next() {
        try {
            return over.isDone() ? -1 : content.readNBytes(piece, 0, piece.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client is gone, or has taken nothing for as long as a connection may be idle. */
    @Override
    public void onError(Throwable failure) {
        finish(null);
    }

    @Override
    public boolean isOver(long now) {
        return waiting && transfers.limits().isTooSlow(written.get(), waited.get() + (now - waitingSince));
    }

    /** Jetty then says {@link #onError}, or the next write fails: the content is closed while nobody reads it. */
    @Override
    public void giveUp() {
        transfers.threads().execute(abort);
    }

    private void stopWaiting() {
        if (waiting) {
            waiting = false;
            waited.addAndGet(System.nanoTime() - waitingSince);
        }
    }

    /** @param failure to find the content; that of a client is none of ours */
    private void finish(@Nullable Exception failure) {
        transfers.remove(this);
        if (failure == null ? over.complete(null) : over.completeExceptionally(failure)) {
            try {
                content.close();
            } catch (IOException e) {
                LOG.debug("The content of an answer cannot be closed", e);
            }
        }
    }
}

package dev.millrace.api.http.transfer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer that is written as fast as the client takes it, piece by piece; while it takes nothing, no thread waits. */
public final class OutgoingAnswer implements Transfer, WriteListener {
    /**
     * Bytes that are written at once. A shorter answer goes into the server's own buffer, is no matter for this class, and
     * takes nothing of the budget.
     */
    public static final int PIECE = Budget.UNCOUNTED;

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingAnswer.class);

    private final ServletOutputStream out;
    private final InputStream content;
    private final Runnable abort;
    private final Transfers transfers;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final byte[] piece = new byte[PIECE];

    /** Jetty calls from one thread at a time: these are its own, and the clock has what it needs in a pause. */
    private long written;

    private long waited;
    private volatile @Nullable Pause pause;

    /**
     * A time in which the client takes nothing. That in which the content is found is no fault of the client's.
     *
     * @param written bytes that the client has taken or the system keeps for it
     * @param waited nanoseconds of the pauses before
     * @param since its begin, by {@code System.nanoTime()}
     */
    private record Pause(long written, long waited, long since) {
        long waited(long now) {
            return waited + (now - since);
        }
    }

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
        endPause();
        try {
            while (out.isReady()) {
                int length = next();
                if (length <= 0) {
                    finish(null);
                    return;
                }
                out.write(piece, 0, length);
                written += length;
            }
            pause = new Pause(written, waited, System.nanoTime());
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
    public boolean hasTimedOut(long now) {
        @Nullable Pause current = pause;
        return current != null && transfers.limits().isTooSlow(current.written, current.waited(now));
    }

    /** Jetty then says {@link #onError}, or the next write fails: the content is closed while nobody reads it. */
    @Override
    public void timeOut() {
        transfers.threads().execute(abort);
    }

    private void endPause() {
        @Nullable Pause ended = pause;
        if (ended != null) {
            pause = null;
            waited = ended.waited(System.nanoTime());
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

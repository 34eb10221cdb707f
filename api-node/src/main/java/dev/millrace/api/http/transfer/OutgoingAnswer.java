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

/** Writes an answer piece by piece, as fast as the client reads. No thread waits while the client reads nothing. */
public final class OutgoingAnswer implements Transfer, WriteListener {
    /**
     * Bytes of one write. A shorter answer goes into the server's own buffer without this class and takes nothing of
     * the budget.
     */
    public static final int PIECE = Budget.UNCOUNTED;

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingAnswer.class);

    private final ServletOutputStream out;
    private final InputStream content;
    private final Runnable abort;
    private final Transfers transfers;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final byte[] piece = new byte[PIECE];

    /** Jetty's calls come from one thread at a time and own these fields. The clock reads only {@code Pause}. */
    private long written;

    private long waited;
    private volatile @Nullable Pause pause;

    /**
     * A time in which the node waits for the client. The time for reading the content does not count against the
     * client.
     *
     * @param written bytes that the client has read or the operating system buffers for it
     * @param waited nanoseconds of earlier pauses
     * @param since begin of this pause, by {@code System.nanoTime()}
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
     * Begins to write. The request must be asynchronous.
     *
     * @return completes at the end, whether the client has read the answer or not; exceptionally if the content failed
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

    /** The client is gone, or has read nothing for the idle time of connections. */
    @Override
    public void onError(Throwable failure) {
        finish(null);
    }

    @Override
    public boolean hasTimedOut(long now) {
        @Nullable Pause current = pause;
        return current != null && transfers.limits().isTooSlow(current.written, current.waited(now));
    }

    /** Then Jetty calls {@link #onError}, or the next write fails. So the content is not closed while it is read. */
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

    /** @param failure failure to read the content; null otherwise, also for a client that is gone */
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

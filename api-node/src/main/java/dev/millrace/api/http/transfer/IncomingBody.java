package dev.millrace.api.http.transfer;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Collects a request's body as it arrives. Bytes that are there are read at once, and no thread waits for the rest.
 * Memory is taken for the bytes that have arrived, not for the announced length.
 */
public final class IncomingBody extends BodyReader implements AutoCloseable {
    /**
     * Bytes of a refused body that are still read and discarded. Most clients read no answer before they have sent the
     * whole body, and they never see the answer if the connection closes before that.
     */
    static final long DISCARD_LIMIT = 16L << 20;

    private static final int FIRST = 8 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final Request request;
    private final int most;
    private final Duration time;
    private final Transfers transfers;
    private final Budget.Share share;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final long began = System.nanoTime();
    private byte[] bytes = NOTHING;
    private volatile long size;
    /** The reason for refusing the body, thrown at the body's end; null while the body is accepted. */
    private @Nullable MillraceException refused;

    /**
     * Nothing is read yet.
     *
     * @param most the most bytes; a longer body is refused
     * @param time from now to the end of the body
     */
    public IncomingBody(Request request, int most, Duration time, Transfers transfers) {
        super(request, transfers);
        this.request = request;
        this.most = most;
        this.time = time;
        this.transfers = transfers;
        this.share = transfers.budget().share();
    }

    /**
     * Reads the bytes that have arrived.
     *
     * @return whether the body is complete
     * @throws MillraceException TOO_LARGE; UNAVAILABLE when other bodies and answers take the whole memory budget;
     *     MALFORMED_REQUEST if the body ends early
     */
    @Override
    public boolean readAvailable() {
        while (!isTimedOut()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                throw Content.Chunk.isFailure(chunk, false)
                        ? tooSlow("The body did not go on arriving.")
                        : new MillraceException(
                                ErrorCode.MALFORMED_REQUEST, "The body ended early.", chunk.getFailure());
            }
            try {
                take(chunk);
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                if (refused != null) {
                    throw refused;
                }
                return true;
            }
        }
        return false;
    }

    /** The body, once it is complete. */
    public byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, (int) size);
    }

    /** Completes with the body, or with an exception of {@link #readAvailable}, or if the body is too slow. */
    public CompletableFuture<byte[]> rest() {
        readRest();
        return whole;
    }

    @Override
    void ended() {
        whole.complete(bytes());
    }

    @Override
    void failed(RuntimeException failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public boolean hasTimedOut(long now) {
        long nanos = now - began;
        return nanos > time.toNanos() || transfers.limits().isTooSlow(size, nanos);
    }

    @Override
    void tooLate() {
        whole.completeExceptionally(
                System.nanoTime() - began > time.toNanos()
                        ? tooSlow("The body took longer than " + time.toMillis() + " ms to arrive.")
                        : tooSlow("The body arrives at less than "
                                + transfers.limits().rate() + " bytes a second."));
    }

    /** Frees the memory of the body. */
    @Override
    public void close() {
        share.close();
    }

    private void take(Content.Chunk chunk) {
        count(chunk);
        refuseIfTooLong();
        if (refused == null) {
            keep(chunk);
        } else if (size > most + DISCARD_LIMIT) {
            throw refused;
        }
    }

    private void count(Content.Chunk chunk) {
        long before = size;
        size = before + chunk.remaining();
    }

    private void refuseIfTooLong() {
        if (refused == null && size > most) {
            refuse(tooLarge(most));
        }
    }

    private void keep(Content.Chunk chunk) {
        if (size > bytes.length && !grow((int) size)) {
            refuse(new MillraceException(
                    ErrorCode.UNAVAILABLE, "This node has too many bodies in memory; send the request again."));
            return;
        }
        int length = chunk.remaining();
        chunk.getByteBuffer().get(bytes, (int) size - length, length);
    }

    private boolean grow(int needed) {
        long announced = request.getLength();
        int end = announced < 0 ? most : (int) Math.min(announced, most);
        int length = Math.max(needed, (int) Math.min(end, Math.max(FIRST, 2L * bytes.length)));
        if (!share.hold(length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, length);
        return true;
    }

    private void refuse(MillraceException why) {
        refused = why;
        bytes = NOTHING;
        share.hold(0);
    }

    /** The error for a body that is too long. */
    public static MillraceException tooLarge(int most) {
        return new MillraceException(ErrorCode.TOO_LARGE, "The body is larger than " + most + " bytes.");
    }

    private static MillraceException tooSlow(String message) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, message);
    }
}

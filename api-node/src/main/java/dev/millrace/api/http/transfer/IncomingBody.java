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
 * A request's body as it arrives. What is there is read at once; for the rest no thread waits. It takes memory for what
 * has come, not for what was announced.
 */
public final class IncomingBody extends BodyReader implements AutoCloseable {
    /**
     * So much more is read of a body that is refused, and thrown away: most clients read no answer before they have sent
     * all, and never see it when the connection is closed meanwhile.
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
    /** Null while the body is wanted; thrown once its end has come. */
    private @Nullable MillraceException refused;

    /**
     * Nothing is read yet.
     *
     * @param most bytes; one more is refused
     * @param time from now to its end
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
     * Reads what has arrived.
     *
     * @return whether that is all of it
     * @throws MillraceException TOO_LARGE; UNAVAILABLE when the bodies of others take all the memory there is for them;
     *     MALFORMED_REQUEST if it ends early
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

    /** The body; all of it has been read. */
    public byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, (int) size);
    }

    /** Completes with the body, or with what {@link #readAvailable} throws; also if it is too slow. */
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

    /** Lets go of its memory. */
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

    /** The refusal of a body that is longer than it may be. */
    public static MillraceException tooLarge(int most) {
        return new MillraceException(ErrorCode.TOO_LARGE, "The body is larger than " + most + " bytes.");
    }

    private static MillraceException tooSlow(String message) {
        return new MillraceException(ErrorCode.MALFORMED_REQUEST, message);
    }
}

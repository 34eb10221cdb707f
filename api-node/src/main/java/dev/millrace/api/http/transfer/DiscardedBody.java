package dev.millrace.api.http.transfer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads and discards a body that no handler read. It waits at most 200 ms for each piece and 2 s in all, and reads at
 * most 16 MiB.
 */
public final class DiscardedBody extends BodyReader {
    /** The longest wait for a next piece. */
    private static final long PIECE_TIMEOUT = Duration.ofMillis(200).toNanos();

    private static final long LIMIT = Duration.ofSeconds(2).toNanos();

    private final Request request;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final long began = System.nanoTime();
    private volatile long heard = began;
    private long discarded;

    public DiscardedBody(Request request, Transfers transfers) {
        super(request, transfers);
        this.request = request;
    }

    /**
     * Reads and discards the bytes that are there.
     *
     * @return whether the wait is over
     */
    @Override
    public boolean readAvailable() {
        while (!isTimedOut()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return false;
            }
            if (Content.Chunk.isFailure(chunk)) {
                return true;
            }
            discarded += chunk.remaining();
            heard = System.nanoTime();
            chunk.release();
            if (chunk.isLast() || discarded > IncomingBody.DISCARD_LIMIT) {
                return true;
            }
        }
        return false;
    }

    /** Completes when the wait is over. */
    public CompletableFuture<@Nullable Void> rest() {
        readRest();
        return over;
    }

    @Override
    void ended() {
        over.complete(null);
    }

    /** The answer is ready and is sent all the same. */
    @Override
    void failed(RuntimeException failure) {
        over.complete(null);
    }

    @Override
    void tooLate() {
        over.complete(null);
    }

    @Override
    public boolean hasTimedOut(long now) {
        return now - heard > PIECE_TIMEOUT || now - began > LIMIT;
    }
}

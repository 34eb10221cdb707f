package dev.millrace.api.http.transfer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A body that no handler wanted: it is read and thrown away. Each piece is waited for 200 ms, the whole 2 s, and no more
 * than 16 MiB are read.
 */
public final class DiscardedBody extends BodyReader {
    /** The longest wait for a next piece. */
    private static final long PATIENCE = Duration.ofMillis(200).toNanos();

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
     * Reads what is there, and throws it away.
     *
     * @return whether nothing more is to be waited for
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

    /** Completes when no more is waited for. */
    public CompletableFuture<@Nullable Void> rest() {
        readRest();
        return over;
    }

    @Override
    void ended() {
        over.complete(null);
    }

    /** Its answer has been found, and goes out all the same. */
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
        return now - heard > PATIENCE || now - began > LIMIT;
    }
}

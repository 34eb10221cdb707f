package dev.millrace.api.http.transfer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A body that no handler wanted, read and thrown away as far as it comes at once. */
public final class UnwantedBody extends BodyReader {
    /** For so long nothing more may come. */
    private static final long PATIENCE = Duration.ofMillis(200).toNanos();

    private static final long LIMIT = Duration.ofSeconds(2).toNanos();

    private final Request request;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final long began = System.nanoTime();
    private volatile long heard = began;
    private long discarded;

    public UnwantedBody(Request request, Transfers transfers) {
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
        while (!isGivenUp()) {
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
            if (chunk.isLast() || discarded > IncomingBody.DISCARDED) {
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
    void timedOut() {
        over.complete(null);
    }

    @Override
    public boolean isOver(long now) {
        return now - heard > PATIENCE || now - began > LIMIT;
    }
}

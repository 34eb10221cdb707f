package dev.millrace.api.http.transfer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** A body that no handler wanted, read and thrown away as far as it comes at once. */
public final class UnwantedBody implements Transfer, Invocable.Task {
    /** For so long nothing more may come. */
    private static final long PATIENCE = Duration.ofMillis(200).toNanos();

    private static final long LIMIT = Duration.ofSeconds(2).toNanos();

    private final Request request;
    private final Transfers transfers;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private final long began = System.nanoTime();
    private volatile long heard = began;
    private long discarded;

    public UnwantedBody(Request request, Transfers transfers) {
        this.request = request;
        this.transfers = transfers;
    }

    /**
     * Throws away what is there.
     *
     * @return whether nothing more is to be waited for
     */
    public boolean discardAvailable() {
        for (Content.Chunk chunk = request.read(); chunk != null; chunk = request.read()) {
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
        transfers.add(this);
        request.demand(this);
        return over;
    }

    @Override
    public void run() {
        if (over.isDone()) {
            return;
        }
        try {
            if (discardAvailable()) {
                transfers.remove(this);
                over.complete(null);
            } else {
                request.demand(this);
            }
        } catch (RuntimeException answered) {
            over.complete(null);
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }

    @Override
    public boolean isOver(long now) {
        return now - heard > PATIENCE || now - began > LIMIT;
    }

    @Override
    public void giveUp() {
        over.complete(null);
    }
}

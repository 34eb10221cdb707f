package dev.millrace.api.http.transfer;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An answer that Jetty sends as one buffer. Only the end shows how much the client has read. So the client has the time
 * that the whole answer takes at the lowest rate.
 */
public final class WholeAnswer implements Transfer {
    private final int length;
    private final CompletableFuture<@Nullable Void> sent;
    private final Runnable abort;
    private final Transfers transfers;
    private final long began = System.nanoTime();

    /**
     * @param length in bytes
     * @param sent completes when the client has read all or is gone
     * @param abort closes the connection at once
     */
    public WholeAnswer(int length, CompletableFuture<@Nullable Void> sent, Runnable abort, Transfers transfers) {
        this.length = length;
        this.sent = sent;
        this.abort = abort;
        this.transfers = transfers;
    }

    /** The client's time begins now; completes as {@code sent} does. */
    public CompletableFuture<@Nullable Void> end() {
        transfers.add(this);
        return sent.whenComplete((nothing, failure) -> transfers.remove(this));
    }

    @Override
    public boolean hasTimedOut(long now) {
        return transfers.limits().isTooSlow(length, now - began);
    }

    /** Jetty's write then fails, which completes {@code sent}. */
    @Override
    public void timeOut() {
        transfers.threads().execute(abort);
    }
}

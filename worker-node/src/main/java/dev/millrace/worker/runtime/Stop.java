package dev.millrace.worker.runtime;

import dev.millrace.model.attempt.StopReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Lets any thread ask for the end of one attempt, at any time: before it starts, while it runs, after it ended. */
public final class Stop {
    private final CompletableFuture<StopReason> requested = new CompletableFuture<>();
    private final AttemptLease lease;

    public Stop() {
        this(AttemptLease.FOREVER);
    }

    /** @param lease of the worker, for this attempt; without it, it may be running elsewhere already */
    public Stop(AttemptLease lease) {
        this.lease = lease;
    }

    /**
     * For runtimes, to be asked last of all before the tool is started: why not to start it.
     *
     * @return the reason of the first request; {@link StopReason#LOST} if the attempt may not be this worker's any more
     */
    public Optional<StopReason> beforeStart() {
        if (!lease.isSure().getAsBoolean()) {
            request(StopReason.LOST);
        }
        return reason();
    }

    /**
     * For runtimes, to be asked when the tool has ended, or could not be started: whether the worker was out of action
     * meanwhile, so that it was not the tool's own doing. It then counts as a request with {@link StopReason#LOST}.
     */
    public boolean isLost() {
        if (!lease.isBroken().getAsBoolean()) {
            return false;
        }
        request(StopReason.LOST);
        return true;
    }

    /**
     * Asks the tool to stop; returns at once. Only the first request counts.
     *
     * @return whether this was the first
     */
    public boolean request(StopReason reason) {
        return requested.complete(reason);
    }

    /** The reason of the first request. */
    public Optional<StopReason> reason() {
        return Optional.ofNullable(requested.getNow(null));
    }

    /** For runtimes: the action runs once, on the thread that asks, or right here if somebody has asked already. */
    public void onRequest(Runnable action) {
        CompletableFuture<Void> unused = requested.thenRun(action);
    }
}

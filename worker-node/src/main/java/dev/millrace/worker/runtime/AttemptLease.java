package dev.millrace.worker.runtime;

import java.util.function.BooleanSupplier;

/**
 * The part of a worker's lease that one attempt rests on. A worker that was out of action for too long has lost it: the job
 * may run elsewhere.
 *
 * @param isSure whether the attempt is this worker's, and will be for longer than it takes to start a tool
 * @param isBroken whether the tool may have been ended because the worker was out of action, so that its end says nothing
 */
public record AttemptLease(BooleanSupplier isSure, BooleanSupplier isBroken) {
    /** A lease that nothing can end. */
    public static final AttemptLease FOREVER = new AttemptLease(() -> true, () -> false);
}

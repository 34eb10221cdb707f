package dev.millrace.worker.runtime;

import dev.millrace.model.attempt.StopReason;

/** A way to run tools. One instance serves all attempts of a worker at the same time. */
public interface ToolRuntime {
    /**
     * Runs one attempt to its end, on the calling thread.
     *
     * <p>What the tool does, its failure included, is in the answer; so is a launch that could not start. When this
     * returns, the output is called no more. An interrupt of the calling thread is a request to stop with {@link
     * StopReason#DRAIN}; the thread's interrupt status is set again on return, and the answer is still complete.
     *
     * @throws RuntimeException what the output threw first, once the tool has been ended
     */
    Exit run(Launch launch, Output output, Stop stop);
}

package dev.millrace.worker.runtime;

/** Why a tool is stopped before it ends by itself. */
public enum StopReason {
    /** Somebody cancelled the job. */
    CANCEL,
    /** The attempt ran longer than its timeout. */
    TIMEOUT,
    /** The worker shuts down. */
    DRAIN,
    /** The attempt used more than the worker allows. */
    LIMIT,
    /** The attempt no longer belongs to this worker. */
    LOST
}

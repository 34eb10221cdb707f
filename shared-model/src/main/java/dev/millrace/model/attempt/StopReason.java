package dev.millrace.model.attempt;

/** Why an attempt was stopped before it ended by itself. */
public enum StopReason {
    /** Somebody cancelled the job. */
    CANCEL,
    /** It ran longer than its timeout. */
    TIMEOUT,
    /** The worker shuts down. */
    DRAIN,
    /** It used more than it may. */
    LIMIT,
    /** The worker lost its lease: the job may be running elsewhere already. */
    LOST
}

package dev.millrace.model.worker;

/** Whether a worker takes jobs. */
public enum WorkerState {
    RUNNING,
    /** Finishes what it runs and takes nothing new. */
    DRAINING,
    STOPPED,
    /** Was not seen for its lease; its jobs run elsewhere. */
    LOST
}

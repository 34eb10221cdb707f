package dev.millrace.model.attempt;

/** The states of one attempt. All but the first are final. */
public enum AttemptState {
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Its worker disappeared; the job was queued again and the attempt does not count as a failure. */
    LOST,
    /** Its worker gave it back while shutting down; it does not count as a failure either. */
    RELEASED
}

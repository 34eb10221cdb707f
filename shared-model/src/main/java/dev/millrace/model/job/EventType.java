package dev.millrace.model.job;

/** What an event tells: the job has come into a state, or one of the other two things that happen to a running job. */
public enum EventType {
    SCHEDULED,
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** {@code data} holds {@code percent} and {@code message}. */
    PROGRESS,
    /** Somebody asked a running job to stop. */
    CANCEL_REQUESTED;

    public static EventType entered(JobState state) {
        return valueOf(state.name());
    }
}

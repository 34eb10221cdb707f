package dev.millrace.model.job;

import java.util.Set;

/** The states of a job. {@code docs/job-states.md} draws them, and a test holds the drawing to {@link #next()}. */
public enum JobState {
    /** Waits for its time: delayed by the caller, or for its next attempt. */
    SCHEDULED,
    /** Waits for a free slot. */
    QUEUED,
    /** An attempt is under way on a worker. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** The states that may follow this one; none for a terminal state. */
    public Set<JobState> next() {
        return switch (this) {
            case SCHEDULED -> Set.of(QUEUED, CANCELLED);
            case QUEUED -> Set.of(RUNNING, CANCELLED);
            case RUNNING -> Set.of(SUCCEEDED, FAILED, CANCELLED, SCHEDULED, QUEUED);
            case SUCCEEDED, FAILED, CANCELLED -> Set.of();
        };
    }

    /** Whether nothing follows: the job's record is final. */
    public boolean isTerminal() {
        return next().isEmpty();
    }
}

package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.job.Job;

/** The job that a request led to, as it is now. */
public record Submitted(Job job, Origin origin) {
    /** Who made the job. */
    public enum Origin {
        /** This request. */
        NEW,
        /** An earlier one with the same idempotency key. */
        REPLAYED,
        /** Another one, and its uniqueness keeps this one from making a job of its own. */
        DUPLICATE
    }
}

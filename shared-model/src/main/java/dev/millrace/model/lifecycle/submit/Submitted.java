package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.job.Job;

/** The job that a request led to, as it is now, and where that job comes from. */
public record Submitted(Job job, Origin origin) {
    /** The request that made the job. */
    public enum Origin {
        /** This request. */
        NEW,
        /** An earlier request with the same idempotency key. */
        REPLAYED,
        /** Another request, whose job holds the unique key. */
        DUPLICATE
    }
}

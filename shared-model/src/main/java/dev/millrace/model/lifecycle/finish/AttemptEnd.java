package dev.millrace.model.lifecycle.finish;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Settlement;

/**
 * How an attempt ended, and what follows from it for its job.
 *
 * @param job as it was while the attempt ran
 */
public record AttemptEnd(Job job, Outcome outcome, Settlement settlement) {
    /** @param job as it was claimed; a later cancel request is looked up where it makes a difference */
    public static AttemptEnd of(Job job, Outcome outcome) {
        return of(job, outcome, 0);
    }

    /** @param alike earlier attempts that ended in the same way, as {@link Settlement#of} counts them */
    static AttemptEnd of(Job job, Outcome outcome, int alike) {
        return new AttemptEnd(
                job, outcome, Settlement.of(outcome, job.failures(), job.maxAttempts(), job.cancelRequested(), alike));
    }

    /** Whether the job's next state is the same with and without a cancel request. */
    boolean isClear() {
        return outcome.state() == AttemptState.SUCCEEDED;
    }
}

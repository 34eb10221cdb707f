package dev.millrace.worker.jobrunr;

import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.jobrunr.ToolDetails;
import dev.millrace.worker.queue.Claimed;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jspecify.annotations.Nullable;

/** A tool's job as this worker's JobRunr server has it: one that was claimed, and is therefore being processed. */
final class ClaimedToolJob extends Job {
    /** What JobRunr's view of a job counts for each attempt. */
    private static final int VERSIONS_OF_AN_ATTEMPT = 4;

    private final Claimed claimed;

    /** Of the thread that performs the attempt. */
    private @Nullable Outcome unrecorded;

    ClaimedToolJob(Claimed claimed, ProcessingState processing) {
        super(
                claimed.job().id(),
                VERSIONS_OF_AN_ATTEMPT * claimed.job().attempt(),
                ToolDetails.of(claimed.job().tool()),
                new CopyOnWriteArrayList<>(
                        new JobState[] {new EnqueuedState(claimed.job().queuedAt()), processing}),
                new ConcurrentHashMap<>());
        this.claimed = claimed;
        setJobName(claimed.job().tool());
    }

    Claimed claimed() {
        return claimed;
    }

    /**
     * Notes how the attempt ended, in JobRunr's words as well. Given back is no step that JobRunr knows: there the job is
     * still being processed, by nobody.
     */
    void endAs(Outcome outcome) {
        unrecorded = outcome;
        switch (outcome.state()) {
            case SUCCEEDED -> succeeded();
            case CANCELLED -> delete("Cancelled");
            case FAILED -> {
                String message = message(outcome);
                failed(message, new FailedTool(message));
            }
            case RUNNING, LOST, RELEASED -> {}
        }
    }

    private static String message(Outcome outcome) {
        Failure failure = outcome.failure();
        return failure == null ? AttemptState.FAILED.name() : failure.message();
    }

    /** The outcome, for the first who asks after the attempt has ended. */
    Optional<Outcome> takeOutcome() {
        Optional<Outcome> outcome = Optional.ofNullable(unrecorded);
        unrecorded = null;
        return outcome;
    }

    /** JobRunr wants an exception of each failure; this one has no trace, as nothing went wrong here. */
    private static final class FailedTool extends Exception {
        private static final long serialVersionUID = 1;

        FailedTool(String message) {
            super(message, null, false, false);
        }
    }
}

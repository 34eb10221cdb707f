package dev.millrace.model.job;

import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a job when an attempt has ended.
 *
 * @param next the job's next state
 * @param countsAsFailure whether the attempt counts against the job's attempts
 * @param failure kept with the job; absent after a success and while the job goes on without fault of its own
 * @param delay before the next attempt; zero unless the next state is {@link JobState#SCHEDULED}
 */
public record Settlement(
        JobState next, boolean countsAsFailure, @Nullable Failure failure, Duration delay) {
    /** A job that was running on so many workers when they disappeared is taken to be the cause. */
    private static final int MAX_LOSSES = 3;

    /** After so many attempts that their worker's shutdown cut short, the job is taken to be the cause, and waits. */
    private static final int FREE_RELEASES = 3;

    private static final Duration LONGEST_RELEASE = Duration.ofMinutes(5);

    private static final Failure CANCELLED = new Failure(FailureCode.CANCELLED, "Cancelled on request.");

    /**
     * Decides.
     *
     * @param failures attempts of this job that counted before this one
     * @param alike attempts of this job before this one that were lost as well, or released as soon; 0 for other outcomes
     */
    public static Settlement of(Outcome outcome, int failures, int maxAttempts, boolean cancelRequested, int alike) {
        return switch (outcome.state()) {
            case SUCCEEDED -> new Settlement(JobState.SUCCEEDED, false, null, Duration.ZERO);
            case CANCELLED -> new Settlement(JobState.CANCELLED, false, CANCELLED, Duration.ZERO);
            case FAILED -> afterFailure(outcome, failures, maxAttempts, cancelRequested);
            case RELEASED -> cancelRequested || alike < FREE_RELEASES ? again(cancelRequested) : later(alike);
            case LOST -> cancelRequested || alike + 1 < MAX_LOSSES ? again(cancelRequested) : lostForGood(alike + 1);
            case RUNNING -> throw new IllegalArgumentException("The attempt has not ended");
        };
    }

    private static Settlement afterFailure(Outcome outcome, int failures, int maxAttempts, boolean cancelRequested) {
        Duration wait = outcome.retryAfter();
        if (wait == null || failures + 1 >= maxAttempts) {
            return new Settlement(JobState.FAILED, true, outcome.failure(), Duration.ZERO);
        }
        return cancelRequested
                ? new Settlement(JobState.CANCELLED, true, CANCELLED, Duration.ZERO)
                : new Settlement(JobState.SCHEDULED, true, outcome.failure(), wait);
    }

    private static Settlement again(boolean cancelRequested) {
        return cancelRequested
                ? new Settlement(JobState.CANCELLED, false, CANCELLED, Duration.ZERO)
                : new Settlement(JobState.QUEUED, false, null, Duration.ZERO);
    }

    /** It may be no more than a series of restarts, so it costs time and not the job. */
    private static Settlement later(int releases) {
        Duration wait = Duration.ofSeconds(1L << Math.min(releases - FREE_RELEASES, 30));
        return new Settlement(
                JobState.SCHEDULED, false, null, wait.compareTo(LONGEST_RELEASE) < 0 ? wait : LONGEST_RELEASE);
    }

    private static Settlement lostForGood(int losses) {
        String message =
                "The workers that ran this job disappeared " + losses + " times while it ran; it is not tried again.";
        return new Settlement(JobState.FAILED, false, new Failure(FailureCode.WORKER_LOST, message), Duration.ZERO);
    }
}

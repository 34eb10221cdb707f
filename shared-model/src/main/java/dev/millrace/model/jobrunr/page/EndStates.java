package dev.millrace.model.jobrunr.page;

import dev.millrace.model.attempt.Failure;
import dev.millrace.model.job.Job;
import dev.millrace.model.jobrunr.page.AttemptStore.Tried;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jobrunr.jobs.states.DeletedState;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.SucceededState;
import org.jspecify.annotations.Nullable;

/** How attempts and jobs end, in JobRunr's states. JobRunr knows one way only for an attempt: it fails. */
final class EndStates {
    private static final String LOST = "Its worker disappeared. That counts as no failure.";
    private static final String RELEASED = "Its worker shut down and gave it back. That counts as no failure.";

    private EndStates() {}

    /** Absent where the end of the job says it all, and while the attempt runs. */
    static Optional<JobState> ofAttempt(Job job, Tried tried) {
        Instant at = tried.finishedAt();
        boolean isToldByJob = tried.number() == job.attempt() && job.state() == dev.millrace.model.job.JobState.FAILED;
        if (at == null || isToldByJob) {
            return Optional.empty();
        }
        return switch (tried.state()) {
            case FAILED -> Optional.of(failed(tried.failure(), tried, at));
            case LOST -> Optional.of(failed("LOST", LOST, tried, at));
            case RELEASED -> Optional.of(failed("RELEASED", RELEASED, tried, at));
            case RUNNING, SUCCEEDED, CANCELLED -> Optional.empty();
        };
    }

    /** @param last the newest attempt; absent where there was none */
    static Optional<JobState> ofJob(Job job, @Nullable Tried last) {
        Instant at = job.finishedAt();
        if (at == null) {
            return Optional.empty();
        }
        return switch (job.state()) {
            case SUCCEEDED ->
                Optional.of(
                        new SucceededState(between(job.queuedAt(), job.startedAt()), between(job.startedAt(), at), at));
            case FAILED -> Optional.of(failed(job.failure(), last, at));
            case CANCELLED -> Optional.of(new DeletedState(reason(job), at));
            case SCHEDULED, QUEUED, RUNNING -> Optional.empty();
        };
    }

    private static FailedState failed(@Nullable Failure failure, @Nullable Tried tried, Instant at) {
        return failure == null
                ? failed("FAILED", "", tried, at)
                : failed(failure.code().name(), failure.message(), tried, at);
    }

    /** The page has one more place, for a stack trace: there stands which attempt it was. */
    private static FailedState failed(String type, String message, @Nullable Tried tried, Instant at) {
        String which = tried == null ? "" : "Attempt " + tried.number();
        String code = tried == null || tried.exitCode() == null ? "" : ", exit code " + tried.exitCode();
        return new FailedState(message, type, message, null, null, which + code, true, at);
    }

    private static String reason(Job job) {
        String message = job.failure() == null ? "" : job.failure().message();
        return job.cancelRequestedBy() == null ? message : message + " By request " + job.cancelRequestedBy() + ".";
    }

    private static Duration between(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null ? Duration.ZERO : Duration.between(start, end);
    }
}

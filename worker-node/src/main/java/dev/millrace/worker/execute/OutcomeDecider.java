package dev.millrace.worker.execute;

import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.attempt.AttemptState;
import dev.millrace.model.attempt.Failure;
import dev.millrace.model.attempt.FailureCode;
import dev.millrace.model.attempt.Outcome;
import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.config.Durations;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.worker.runtime.Exit;
import dev.millrace.worker.runtime.Output;
import dev.millrace.worker.runtime.scratch.AttemptDirectory;
import dev.millrace.worker.runtime.scratch.ResultFile;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides what an attempt's end means: exit code, result and artifacts make the outcome. */
public final class OutcomeDecider {
    private final ArtifactCollector artifacts;
    private final int maxResultBytes;

    public OutcomeDecider(ArtifactCollector artifacts, int maxResultBytes) {
        this.artifacts = artifacts;
        this.maxResultBytes = maxResultBytes;
    }

    Outcome outcome(Job job, PinnedTool tool, Exit exit, AttemptDirectory directory, Output log) {
        return switch (exit.outcome()) {
            case NOT_STARTED -> failed(job, tool, exit, refusal(exit), List.of());
            case STOPPED -> stopped(job, tool, exit);
            case SIGNALLED -> failed(job, tool, exit, Deaths.bySignal(exit), keepQuietly(job, directory, log));
            case EXITED -> exited(job, tool, exit, directory, log);
        };
    }

    private Outcome exited(Job job, PinnedTool tool, Exit exit, AttemptDirectory directory, Output log) {
        if (Deaths.isFailure(exit)) {
            return failed(job, tool, exit, Deaths.ofExitCode(exit), keepQuietly(job, directory, log));
        }
        ArtifactCollector.Kept kept = artifacts.keep(job, directory, log);
        if (kept.failure() != null) {
            return failed(job, tool, exit, kept.failure(), kept.artifacts());
        }
        ResultFile.Reading reading = ResultFile.read(directory.result(), maxResultBytes);
        if (reading instanceof ResultFile.Rejected rejected) {
            return failed(job, tool, exit, new Failure(rejected.code(), rejected.message()), kept.artifacts());
        }
        JsonNode result = reading instanceof ResultFile.Document document ? document.json() : null;
        Failure invalid = check(tool, result);
        return invalid == null
                ? succeeded(exit, result, kept.artifacts())
                : failed(job, tool, exit, invalid, kept.artifacts());
    }

    private static @Nullable Failure check(PinnedTool tool, @Nullable JsonNode result) {
        if (!tool.demandsResult()) {
            return null;
        }
        if (result == null) {
            return new Failure(FailureCode.INVALID_RESULT, "The tool wrote no result, and its definition demands one.");
        }
        List<Violation> violations = tool.violations(result);
        return violations.isEmpty()
                ? null
                : new Failure(
                        FailureCode.INVALID_RESULT,
                        "The result does not satisfy the tool's schema, first at '"
                                + violations.get(0).pointer() + "': "
                                + violations.get(0).message());
    }

    private List<Artifact> keepQuietly(Job job, AttemptDirectory directory, Output log) {
        return artifacts.keep(job, directory, log).artifacts();
    }

    private static Outcome succeeded(Exit exit, @Nullable JsonNode result, List<Artifact> artifacts) {
        return new Outcome(
                AttemptState.SUCCEEDED,
                exit.exitCode(),
                signal(exit),
                null,
                exit.survivors(),
                exit.process(),
                null,
                null,
                result == null ? null : Json.write(result),
                artifacts);
    }

    private static Outcome failed(Job job, PinnedTool tool, Exit exit, Failure failure, List<Artifact> artifacts) {
        return new Outcome(
                AttemptState.FAILED,
                exit.exitCode(),
                signal(exit),
                exit.stopReason(),
                exit.survivors(),
                exit.process(),
                failure,
                retryAfter(job, tool, exit, failure),
                null,
                artifacts);
    }

    private static Outcome stopped(Job job, PinnedTool tool, Exit exit) {
        StopReason reason = exit.stopReason() == null ? StopReason.LOST : exit.stopReason();
        return switch (reason) {
            case CANCEL -> ended(AttemptState.CANCELLED, exit);
            case DRAIN -> ended(AttemptState.RELEASED, exit);
            case LOST -> ended(AttemptState.LOST, exit);
            case TIMEOUT ->
                failed(
                        job,
                        tool,
                        exit,
                        new Failure(
                                FailureCode.TIMEOUT,
                                "The tool ran longer than " + Durations.format(job.timeout()) + "."),
                        List.of());
            case LIMIT ->
                failed(
                        job,
                        tool,
                        exit,
                        new Failure(FailureCode.LIMIT_EXCEEDED, "The tool used more than it may."),
                        List.of());
        };
    }

    private static Outcome ended(AttemptState state, Exit exit) {
        return new Outcome(
                state,
                exit.exitCode(),
                signal(exit),
                exit.stopReason(),
                exit.survivors(),
                exit.process(),
                null,
                null,
                null,
                List.of());
    }

    private static @Nullable Duration retryAfter(Job job, PinnedTool tool, Exit exit, Failure failure) {
        boolean worthIt = switch (failure.code()) {
            case EXIT_CODE, SIGNAL -> Deaths.areWorthARetry(tool.definition().retry(), exit);
            // Not the tool's fault, and perhaps not there on another worker or in a minute.
            case START_FAILED, ARTIFACTS_NOT_STORED -> true;
            case TIMEOUT,
                    CANCELLED,
                    PROGRAM_NOT_FOUND,
                    INVALID_RESULT,
                    LIMIT_EXCEEDED,
                    WORKER_LOST,
                    OUTCOME_NOT_STORED -> false;
        };
        return worthIt
                ? tool.definition().retry().backoff().after(job.failures() + 1, RandomGenerator.getDefault())
                : null;
    }

    private static Failure refusal(Exit exit) {
        Exit.Refusal refusal = exit.refusal();
        return refusal == null
                ? new Failure(FailureCode.START_FAILED, "The tool was not started.")
                : new Failure(refusal.code(), refusal.message());
    }

    private static @Nullable String signal(Exit exit) {
        return exit.signal() == null ? null : exit.signal().name();
    }
}

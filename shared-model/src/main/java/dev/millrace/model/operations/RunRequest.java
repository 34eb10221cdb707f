package dev.millrace.model.operations;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.Uniqueness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request to run a tool, not yet checked against the tool. The tool's manifest gives the values that are null. */
public record RunRequest(
        String tool,
        ObjectNode parameters,
        @Nullable String queue,
        @Nullable Priority priority,
        NewJob.Start start,
        @Nullable Duration timeout,
        @Nullable Integer maxAttempts,
        Map<String, String> labels,
        @Nullable Uniqueness unique) {
    /** The error for a request with these violations. */
    public static MillraceException refusal(List<Violation> violations) {
        return new MillraceException(
                ErrorCode.INVALID_REQUEST,
                "The request for a job is not right in " + violations.size() + " place(s).",
                violations);
    }
}

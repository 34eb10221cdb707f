package dev.millrace.api.submit;

import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Priority;
import dev.millrace.model.job.Uniqueness;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request for a job, read and checked as far as it can be without knowing the tool. */
record JobRequest(
        String tool,
        ObjectNode parameters,
        @Nullable String queue,
        @Nullable Priority priority,
        NewJob.Start start,
        @Nullable Duration timeout,
        @Nullable Integer maxAttempts,
        Map<String, String> labels,
        @Nullable Uniqueness unique) {}

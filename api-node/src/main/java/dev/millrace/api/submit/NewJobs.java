package dev.millrace.api.submit;

import dev.millrace.api.registry.Tool;
import dev.millrace.api.registry.ToolRegistry;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.ToolDefinition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is asked for, checked against its tool and completed with the tool's settings. */
final class NewJobs {
    private final ToolRegistry tools;

    NewJobs(ToolRegistry tools) {
        this.tools = tools;
    }

    /**
     * A job that can be stored.
     *
     * @throws MillraceException {@code INVALID_REQUEST}, {@code NOT_FOUND} for the tool, or {@code INVALID_PARAMETERS}
     */
    NewJob of(JsonNode body) {
        JobRequest request = JobRequestReader.read(body);
        Tool tool = tools.get(request.tool());
        ToolDefinition definition = tool.revision().definition();
        ObjectNode parameters = tool.parameters().check(request.parameters());
        return new NewJob(
                request.tool(),
                tool.revision().revision(),
                Json.write(parameters),
                request.queue() == null ? definition.queue() : request.queue(),
                request.priority() == null ? definition.priority() : request.priority(),
                request.start(),
                request.timeout() == null ? definition.timeout() : request.timeout(),
                request.maxAttempts() == null ? definition.retry().maxAttempts() : request.maxAttempts(),
                request.labels(),
                null);
    }

    /**
     * A job like one that has ended, with the tool's current revision.
     *
     * @throws MillraceException {@code NOT_FOUND} for the tool, or {@code INVALID_PARAMETERS} when it has changed so that
     *     the parameters do not fit any more
     */
    NewJob again(Job ended) {
        Tool tool = tools.get(ended.tool());
        ObjectNode parameters =
                tool.parameters().check((ObjectNode) Json.mapper().readTree(ended.parameters()));
        return new NewJob(
                ended.tool(),
                tool.revision().revision(),
                Json.write(parameters),
                ended.queue(),
                ended.priority(),
                NewJob.Start.NOW,
                ended.timeout(),
                ended.maxAttempts(),
                ended.labels(),
                ended.id());
    }
}

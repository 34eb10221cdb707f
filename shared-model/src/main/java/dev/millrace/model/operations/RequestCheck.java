package dev.millrace.model.operations;

import dev.millrace.model.error.Violation;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.Uniqueness;
import dev.millrace.model.json.Json;
import dev.millrace.model.json.Pointers;
import dev.millrace.model.registry.Tool;
import dev.millrace.model.registry.ToolRegistry;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.unique.UniqueKeys;
import dev.millrace.model.unique.UniquenessJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Checks requests against their tools, and completes them with the tools' settings. */
final class RequestCheck {
    private final ToolRegistry tools;

    RequestCheck(ToolRegistry tools) {
        this.tools = tools;
    }

    /**
     * Makes a request a job that can be stored.
     *
     * @throws MillraceException {@code INVALID_REQUEST}, {@code NOT_FOUND} for the tool, or {@code INVALID_PARAMETERS}
     */
    NewJob of(RunRequest request, Caller caller) {
        Tool tool = tools.get(request.tool());
        ToolDefinition definition = tool.revision().definition();
        ObjectNode parameters = tool.parameters().check(request.parameters());
        String queue = request.queue() == null ? definition.queue() : request.queue();
        if (request.unique() != null) {
            checkNames(request.unique(), definition, parameters);
        }
        Uniqueness rule = request.unique() == null ? definition.unique() : request.unique();
        return new NewJob(
                request.tool(),
                tool.revision().revision(),
                Json.write(parameters),
                queue,
                request.priority() == null ? definition.priority() : request.priority(),
                request.start(),
                request.timeout() == null ? definition.timeout() : request.timeout(),
                request.maxAttempts() == null ? definition.retry().maxAttempts() : request.maxAttempts(),
                request.labels(),
                null,
                rule == null ? null : UniqueKeys.of(rule, request.tool(), queue, parameters, request.labels()),
                caller.principal());
    }

    /**
     * Makes a new job like one that has ended, with the tool's current revision.
     *
     * @throws MillraceException {@code NOT_FOUND} for the tool, or {@code INVALID_PARAMETERS} when the job's
     *     parameters do not fit the tool's current schema
     */
    NewJob again(Job ended, Caller caller) {
        Tool tool = tools.get(ended.tool());
        ObjectNode parameters = tool.parameters().check((ObjectNode) Json.read(ended.parameters()));
        Uniqueness rule = ended.uniqueness();
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
                ended.id(),
                rule == null ? null : UniqueKeys.of(rule, ended.tool(), ended.queue(), parameters, ended.labels()),
                caller.principal());
    }

    /** With a misspelt name, all jobs of the tool would count as alike. */
    private static void checkNames(Uniqueness rule, ToolDefinition definition, ObjectNode parameters) {
        Set<String> known =
                new HashSet<>(definition.parameters().path("properties").propertyNames());
        known.addAll(parameters.propertyNames());
        List<Violation> violations = UniqueKeys.unknownParameters(rule, known).stream()
                .map(name -> new Violation(
                        Pointers.child("/unique/by", rule.by().indexOf(UniquenessJson.PARAMETER + name)),
                        "names a parameter that neither the tool nor the request has"))
                .toList();
        if (!violations.isEmpty()) {
            throw RunRequest.refusal(violations);
        }
    }
}

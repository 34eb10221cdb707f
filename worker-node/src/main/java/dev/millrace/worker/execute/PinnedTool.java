package dev.millrace.worker.execute;

import dev.millrace.model.error.Violation;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.schema.JsonSchema;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The revision of a tool that a job is pinned to, ready to run on this worker.
 *
 * @param result the compiled result schema; absent when the tool has none
 * @param home where the manifest and the programs are on this worker; absent for a tool that has no manifest
 */
record PinnedTool(
        ToolDefinition definition,
        @Nullable JsonSchema result,
        @Nullable Path home) {

    static PinnedTool of(ToolDefinition definition, Path tools) {
        return new PinnedTool(
                definition,
                definition.result() == null ? null : JsonSchema.of(definition.result()),
                definition.home() == null
                        ? null
                        : tools.resolve(definition.home()).normalize());
    }

    boolean demandsResult() {
        return result != null;
    }

    List<Violation> violations(JsonNode document) {
        return result == null ? List.of() : result.violations(document);
    }
}

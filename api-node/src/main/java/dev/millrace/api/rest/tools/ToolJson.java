package dev.millrace.api.rest.tools;

import dev.millrace.model.json.Json;
import dev.millrace.model.tool.ToolRevision;
import dev.millrace.model.tool.manifest.ToolDefinitionJson;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A tool as every answer that holds one writes it: its definition, and which revision that is. */
final class ToolJson {
    private ToolJson() {}

    static ObjectNode of(ToolRevision tool) {
        ObjectNode json = Json.object()
                .put("name", tool.definition().name())
                .put("revision", tool.revision())
                .put("origin", tool.origin().name().toLowerCase(Locale.ROOT))
                .put("updatedAt", tool.updatedAt().toString());
        ObjectNode definition = ToolDefinitionJson.write(tool.definition());
        // Where the manifest is on disk is the operator's business.
        definition.remove("home");
        if (!definition.has("result")) {
            definition.putNull("result");
        }
        if (!definition.has("retention")) {
            definition.putNull("retention");
        }
        if (!definition.has("unique")) {
            definition.putNull("unique");
        }
        json.setAll(definition);
        return json;
    }
}

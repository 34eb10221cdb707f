package dev.millrace.model.operations;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.registry.Tool;
import dev.millrace.model.registry.ToolRegistry;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.ToolRevision;
import dev.millrace.model.tool.manifest.ManifestProblem;
import dev.millrace.model.tool.manifest.ToolDefinitionJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows tools, and defines them. Who may define a tool may run any program, so an operator has to allow it. */
public final class DefineTool {
    private final ToolRegistry registry;
    private final boolean allowed;

    /** @param allowed whether tools may be defined and removed at all */
    public DefineTool(ToolRegistry registry, boolean allowed) {
        this.registry = registry;
        this.allowed = allowed;
    }

    /** The tools in use, by name. */
    public List<ToolRevision> list(Caller caller) {
        return registry.list().stream().map(Tool::revision).toList();
    }

    /** What is wrong with manifests. */
    public List<ManifestProblem> problems(Caller caller) {
        return registry.problems();
    }

    /** @throws MillraceException {@code NOT_FOUND} */
    public ToolRevision one(String name, Caller caller) {
        return registry.get(name).revision();
    }

    /**
     * A tool as it is in use now.
     *
     * @param isNew that there was none of this name
     */
    public record Defined(ToolRevision tool, boolean isNew) {}

    /**
     * Defines a tool, or gives it a new definition.
     *
     * @param document the definition; its name may be missing
     * @throws MillraceException {@code FORBIDDEN}, {@code CONFLICT} when the tool comes from the tools directory, or
     *     {@code INVALID_TOOL} with all that is wrong
     */
    public Defined put(String name, JsonNode document, Caller caller) {
        requireChangeable(name, caller);
        boolean isNew = !registry.contains(name);
        registry.register(ToolDefinitionJson.read(named(document, name), null), ToolOrigin.API);
        return new Defined(one(name, caller), isNew);
    }

    /**
     * Takes a tool out of use. Its jobs go on.
     *
     * @throws MillraceException {@code FORBIDDEN}, {@code NOT_FOUND}, or {@code CONFLICT} when the tool comes from the
     *     tools directory
     */
    public void remove(String name, Caller caller) {
        requireChangeable(name, caller);
        registry.remove(registry.get(name).name(), ToolOrigin.API);
    }

    /**
     * Refuses a change before its document is read.
     *
     * @throws MillraceException {@code FORBIDDEN}, or {@code CONFLICT} when the tool comes from the tools directory
     */
    public void requireChangeable(String name, Caller caller) {
        if (!allowed) {
            throw new MillraceException(
                    ErrorCode.FORBIDDEN,
                    "Changing tools over HTTP is off. Who may define a tool may run any program on the workers; the "
                            + "operator switches it on with MILLRACE_TOOLS_WRITABLE=true.");
        }
        if (registry.contains(name) && registry.get(name).revision().origin() == ToolOrigin.DIRECTORY) {
            throw new MillraceException(
                    ErrorCode.CONFLICT,
                    "Tool '" + name + "' comes from the tools directory; change its manifest there.");
        }
    }

    /** A document may leave the name out, but not contradict. */
    private static JsonNode named(JsonNode document, String name) {
        if (!document.isObject()) {
            return document;
        }
        ObjectNode object = ((ObjectNode) document).deepCopy();
        if (!object.has("name")) {
            return object.put("name", name);
        }
        if (!ToolDefinitionJson.name(object).orElse("").equals(name)) {
            throw new MillraceException(
                    ErrorCode.INVALID_TOOL,
                    "The definition names another tool than the path.",
                    List.of(new Violation("/name", "must be '" + name + "', as in the path, or be left out")));
        }
        return object;
    }
}

package dev.millrace.api.registry;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.tool.ManifestProblem;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.ToolRevision;
import dev.millrace.model.tool.ToolStore;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tools that can be run now, in memory. Changes of other nodes arrive by {@link #refresh()}. */
public final class ToolRegistry {
    private final ToolStore store;
    private final UpdatePublisher updates;
    private volatile Map<String, Tool> tools = Map.of();
    private volatile List<ManifestProblem> problems = List.of();

    public ToolRegistry(ToolStore store, UpdatePublisher updates) {
        this.store = store;
        this.updates = updates;
    }

    /** By name. */
    public Collection<Tool> list() {
        return tools.values();
    }

    /** @throws MillraceException {@code NOT_FOUND} */
    public Tool get(String name) {
        Tool tool = tools.get(name);
        if (tool == null) {
            throw new MillraceException(
                    ErrorCode.NOT_FOUND, "There is no tool '" + shorten(name) + "'. GET /api/v1/tools lists them.");
        }
        return tool;
    }

    private static String shorten(String name) {
        return name.length() <= 63 ? name : name.substring(0, 63) + "…";
    }

    public boolean contains(String name) {
        return tools.containsKey(name);
    }

    /** The manifests that could not be loaded. */
    public List<ManifestProblem> problems() {
        return problems;
    }

    void reportProblems(List<ManifestProblem> found) {
        problems = List.copyOf(found);
    }

    /** Reads the tools again; those that have not changed keep their compiled schemas. */
    public synchronized void refresh() {
        Map<String, Tool> known = tools;
        Map<String, Tool> current = new TreeMap<>();
        for (ToolRevision revision : store.current()) {
            String name = revision.definition().name();
            Tool before = known.get(name);
            current.put(name, before != null && before.revision().equals(revision) ? before : Tool.of(revision));
        }
        tools = current;
    }

    /** Makes the definitions of the tools directory current; reads the tools again once, not for each. */
    void registerAll(Collection<ToolDefinition> definitions) {
        boolean changed = false;
        for (ToolDefinition definition : definitions) {
            changed |= store.register(definition, ToolOrigin.DIRECTORY);
        }
        if (changed) {
            refresh();
            updates.toolsChanged();
        }
    }

    /** Makes the definition current, here at once and on other nodes as soon as they hear of it. */
    public void register(ToolDefinition definition, ToolOrigin origin) {
        if (store.register(definition, origin)) {
            refresh();
            updates.toolsChanged();
        }
    }

    /** Takes a tool out of use; nothing happens when it is not in use or of another origin. */
    public void remove(String name, ToolOrigin origin) {
        if (store.remove(name, origin)) {
            refresh();
            updates.toolsChanged();
        }
    }
}

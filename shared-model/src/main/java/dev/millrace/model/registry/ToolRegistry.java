package dev.millrace.model.registry;

import dev.millrace.model.db.Database;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.Excerpt;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolEntry;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.ToolRevision;
import dev.millrace.model.tool.manifest.ManifestProblem;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tools that can be run now, in memory. Changes of other nodes arrive by {@link #refresh()}. */
public final class ToolRegistry {
    private static final Logger log = LoggerFactory.getLogger(ToolRegistry.class);
    private static final int LONGEST_NAME = 63;

    private final ToolStore store;
    private final UpdatePublisher updates;
    private volatile Map<String, Tool> tools = Map.of();
    private volatile Map<String, ManifestProblem> unreadable = Map.of();
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
                    ErrorCode.NOT_FOUND,
                    "There is no tool '" + Excerpt.of(name, LONGEST_NAME) + "'. GET /api/v1/tools lists them.");
        }
        return tool;
    }

    public boolean contains(String name) {
        return tools.containsKey(name);
    }

    /** Whether the tool can be run, here or at least on nodes that can read it. */
    boolean isInUse(String name) {
        return contains(name) || unreadable.containsKey(name);
    }

    /** The manifests that could not be loaded, and the registered tools that this node cannot read. */
    public List<ManifestProblem> problems() {
        List<ManifestProblem> all = new ArrayList<>(problems);
        all.addAll(unreadable.values());
        return all;
    }

    void reportProblems(List<ManifestProblem> found) {
        problems = List.copyOf(found);
    }

    /** Reads what has changed. A tool that cannot be read cannot be run on this node, and is a problem. */
    public synchronized void refresh() {
        Map<String, Tool> current = new TreeMap<>();
        Map<String, ManifestProblem> broken = new TreeMap<>();
        for (ToolEntry entry : store.entries()) {
            try {
                current.put(entry.name(), tool(entry));
            } catch (RuntimeException e) {
                if (Database.isUnavailable(e)) {
                    throw e;
                }
                broken.put(entry.name(), problem(entry, e));
            }
        }
        tools = current;
        unreadable = broken;
    }

    private Tool tool(ToolEntry entry) {
        Tool known = tools.get(entry.name());
        if (known != null && known.revision().revision() == entry.revision()) {
            return known.revision().entry().equals(entry) ? known : known.as(entry);
        }
        ToolDefinition definition = store.definition(entry.name(), entry.revision())
                .orElseThrow(() -> new IllegalStateException("its definition is missing"));
        return Tool.of(ToolRevision.of(entry, definition));
    }

    /** It is read again at each refresh, but logged once. */
    private ManifestProblem problem(ToolEntry entry, RuntimeException failure) {
        ManifestProblem problem = new ManifestProblem(
                "revision " + entry.revision() + " of " + entry.name(),
                0,
                "cannot be read by this version of Millrace: " + failure.getMessage());
        if (!problem.equals(unreadable.get(entry.name()))) {
            log.error("Tool {}", problem.file(), failure);
        }
        return problem;
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

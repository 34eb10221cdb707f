package dev.millrace.api.registry;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.model.tool.ManifestDirectory;
import dev.millrace.model.tool.ManifestProblem;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry in step with the tools directory, and with what other nodes have changed.
 *
 * <p>Nodes may have different directories, one of them wrong. So a tool of the directory is in use as long as any running
 * node has its manifest: a node withdraws a tool when it loses the manifest itself, and puts back what another has
 * withdrawn. At its start it also withdraws what nobody may have any more, unless its directory has no tool at all.
 */
public final class ToolLoader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ToolLoader.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Every so many looks the registry is read again, for the case that a hint of a change was lost. */
    private static final int LOOKS_PER_REFRESH = 5;

    private final OutageLog outage = new OutageLog(log, "tools are not read again");
    private final ManifestDirectory directory;
    private final ToolRegistry registry;
    private final TaskThreads timer = new TaskThreads("tool-loader", 1);
    private final AtomicBoolean refreshing = new AtomicBoolean();

    /** By name, as this directory has them or had them until a manifest broke. */
    private Map<String, ToolDefinition> own = Map.of();

    private boolean first = true;
    private String seen = "";
    private String lastProblem = "";
    private int looks;

    public ToolLoader(ManifestDirectory directory, ToolRegistry registry) {
        this.directory = directory;
        this.registry = registry;
    }

    /** Loads everything now, then looks for changes each second. */
    public void start() {
        registry.refresh();
        look();
        timer.every(LOOK, LOOK, this::look);
    }

    /** Reads the registry again soon: another node has changed a tool. */
    public void refreshSoon() {
        if (refreshing.compareAndSet(false, true)) {
            timer.execute(() -> {
                refreshing.set(false);
                load();
                refresh();
            });
        }
    }

    private void look() {
        load();
        if (++looks % LOOKS_PER_REFRESH == 0) {
            refresh();
        }
    }

    private void load() {
        try {
            loadIfChanged();
        } catch (IOException | RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** Once, not each second. */
    private void complain(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            log.warn("The tools directory could not be loaded, trying again: {}", problem);
        }
    }

    private void refresh() {
        try {
            registry.refresh();
            registry.registerAll(own.values().stream()
                    .filter(tool -> !registry.isInUse(tool.name()))
                    .toList());
            outage.done();
        } catch (RuntimeException e) {
            outage.failed(e);
        }
    }

    private void loadIfChanged() throws IOException {
        String now = directory.fingerprint();
        if (now.equals(seen)) {
            return;
        }
        ManifestDirectory.Loaded loaded = directory.load();
        report(loaded.problems());
        registry.registerAll(loaded.tools().values());
        own = withdrawMissing(loaded);
        first = false;
        seen = now;
        lastProblem = "";
        log.info("{} tool(s) in the tools directory", loaded.tools().size());
    }

    private void report(List<ManifestProblem> problems) {
        problems.forEach(problem -> log.error("Manifest {}:{}: {}", problem.file(), problem.line(), problem.message()));
        registry.reportProblems(problems);
    }

    /**
     * A manifest that is broken for the moment does not take its tool out of use; one that is gone does.
     *
     * @return what this directory has now
     */
    private Map<String, ToolDefinition> withdrawMissing(ManifestDirectory.Loaded loaded) {
        Map<String, ToolDefinition> present = new HashMap<>(loaded.tools());
        for (Tool tool : List.copyOf(registry.list())) {
            if (tool.revision().origin() == ToolOrigin.DIRECTORY
                    && !present.containsKey(tool.name())
                    && (first ? !loaded.tools().isEmpty() : own.containsKey(tool.name()))) {
                if (loaded.problems().stream().anyMatch(problem -> mayHide(problem.file(), tool))) {
                    present.put(tool.name(), tool.revision().definition());
                } else {
                    registry.remove(tool.name(), ToolOrigin.DIRECTORY);
                    log.info("Tool {} is out of use: its manifest is gone", tool.name());
                }
            }
        }
        return present;
    }

    /** A manifest that cannot be read does not tell its tool's name: it may be any that was in the same directory. */
    private static boolean mayHide(String file, Tool tool) {
        String home = tool.revision().definition().home();
        int slash = file.lastIndexOf('/');
        String beside = slash < 0 ? "." : file.substring(0, slash);
        return home == null || file.equals(".") || home.equals(beside) || (home + "/").startsWith(file + "/");
    }

    @Override
    public void close() {
        timer.close();
    }
}

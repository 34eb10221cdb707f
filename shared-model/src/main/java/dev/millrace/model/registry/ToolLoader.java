package dev.millrace.model.registry;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.file.Reason;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.directory.ManifestDirectory;
import dev.millrace.model.tool.manifest.ManifestProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry in step with the tools directory, and with what other nodes have changed.
 *
 * <p>Nodes may have different directories, one of them wrong. So a tool of the directory is in use as long as any running
 * node has its manifest: a node withdraws a tool when it loses the manifest itself, and puts back what another has
 * withdrawn. At its start it also withdraws what nobody may have any more. But a directory that lacks all tools at once,
 * or most of them, is more likely the wrong one, or one that is not mounted: then they stay in use, and that is a problem
 * to be shown, until the directory says that it is complete.
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

    /** Tools that this directory lacks, and that stay in use all the same. */
    private Set<String> keptInUse = Set.of();

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
        } catch (IOException e) {
            // It is loaded again when it is back, whether it has changed or not: the problem is to go.
            seen = "";
            registry.reportProblems(List.of(problem("cannot be read: " + Reason.withoutPath(e))));
            complain(Reason.withoutPath(e));
        } catch (RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    /** One of the directory itself. */
    private static ManifestProblem problem(String message) {
        return new ManifestProblem(".", 0, message);
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
        Missing missing = missing(loaded);
        registry.registerAll(loaded.tools().values());
        report(loaded.problems(), missing);
        withdraw(missing);
        own = missing.present();
        first = false;
        seen = now;
        lastProblem = "";
        log.info("{} tool(s) in the tools directory", loaded.tools().size());
    }

    private void report(List<ManifestProblem> found, Missing missing) {
        List<ManifestProblem> problems = new ArrayList<>(found);
        if (missing.isDoubtful()) {
            problems.add(problem(missing.problem()));
        }
        problems.forEach(problem -> log.error("Manifest {}:{}: {}", problem.file(), problem.line(), problem.message()));
        registry.reportProblems(problems);
    }

    /** A manifest that is broken for the moment does not take its tool out of use; one that is gone does. */
    private Missing missing(ManifestDirectory.Loaded loaded) {
        Map<String, ToolDefinition> present = new HashMap<>(loaded.tools());
        List<String> gone = new ArrayList<>();
        int before = 0;
        for (Tool tool : registry.list()) {
            String name = tool.name();
            if (tool.revision().origin() == ToolOrigin.DIRECTORY
                    && (first || own.containsKey(name) || keptInUse.contains(name))) {
                before++;
                if (loaded.tools().containsKey(name)) {
                    continue;
                }
                if (loaded.problems().stream().anyMatch(problem -> mayHide(problem.file(), tool))) {
                    present.put(name, tool.revision().definition());
                } else {
                    gone.add(name);
                }
            }
        }
        return new Missing(present, gone, before, loaded.complete());
    }

    private void withdraw(Missing missing) {
        keptInUse = missing.isDoubtful() ? Set.copyOf(missing.gone()) : Set.of();
        if (!missing.isDoubtful()) {
            for (String name : missing.gone()) {
                registry.remove(name, ToolOrigin.DIRECTORY);
                log.info("Tool {} is out of use: its manifest is gone", name);
            }
        }
    }

    /**
     * A manifest that cannot be read does not tell its tool's name: it may be any that was in the same directory. What is
     * no manifest hides what lies below it.
     */
    private static boolean mayHide(String file, Tool tool) {
        String home = tool.revision().definition().home();
        int slash = file.lastIndexOf('/');
        String beside = slash < 0 ? "." : file.substring(0, slash);
        return home == null
                || file.equals(".")
                || (ManifestDirectory.isManifestName(file) && home.equals(beside))
                || (home + "/").startsWith(file + "/");
    }

    @Override
    public void close() {
        timer.close();
    }
}

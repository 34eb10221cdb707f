package dev.millrace.worker.execute;

import dev.millrace.model.job.Job;
import dev.millrace.model.registry.ToolStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tool revisions that jobs are pinned to. A revision never changes, so it is read once. */
public final class ToolCatalog {
    private static final int KEPT = 1_000;

    private final ToolStore store;
    private final Path directory;
    private final Map<Pin, PinnedTool> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pin, PinnedTool> eldest) {
            return size() > KEPT;
        }
    };

    private record Pin(String tool, int revision) {}

    /** @param directory the tools directory of this worker, in which the programs are */
    public ToolCatalog(ToolStore store, Path directory) {
        this.store = store;
        this.directory = directory.toAbsolutePath().normalize();
    }

    synchronized PinnedTool tool(Job job) {
        return read.computeIfAbsent(
                new Pin(job.tool(), job.toolRevision()),
                pin -> store.definition(pin.tool(), pin.revision())
                        .map(definition -> PinnedTool.of(definition, directory))
                        .orElseThrow(() -> new IllegalStateException(
                                "There is no revision " + pin.revision() + " of tool " + pin.tool())));
    }
}

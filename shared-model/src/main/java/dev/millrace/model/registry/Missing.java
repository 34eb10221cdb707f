package dev.millrace.model.registry;

import dev.millrace.model.error.Excerpt;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.directory.ManifestDirectory;
import java.util.List;
import java.util.Map;

/**
 * What a directory lacks of the tools that were in use.
 *
 * @param present what it has, or has but for a broken manifest
 * @param gone names of those whose manifests it has no more
 * @param before how many of its tools were in use
 * @param complete whether it says itself that it lacks nothing
 */
record Missing(Map<String, ToolDefinition> present, List<String> gone, int before, boolean complete) {
    private static final int LONGEST_LIST = 300;

    /** Whether it is more likely that the directory is wrong, or not mounted, than that so many tools are meant to go. */
    boolean isDoubtful() {
        boolean most = gone.size() >= 2 && 2 * gone.size() > before;
        return !complete && !gone.isEmpty() && (present.isEmpty() || most);
    }

    String problem() {
        return "has no manifest of " + gone.size() + " of the " + before + " tools in use ("
                + Excerpt.of(String.join(", ", gone), LONGEST_LIST)
                + "); they stay in use. Put the manifests back, or remove them one by one, or make a file called "
                + ManifestDirectory.COMPLETE + " in the directory if these tools are to go";
    }
}

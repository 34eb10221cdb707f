package dev.millrace.standalone.client.command;

import dev.millrace.standalone.client.server.RequestPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which jobs are meant: those that fulfil all of these. The server checks the values. */
public final class JobFilterOptions {
    @Option(names = "--state", paramLabel = "STATE", description = "Only jobs in this state; repeatable.")
    private List<String> states = new ArrayList<>();

    @Option(names = "--tool", paramLabel = "NAME", description = "Only jobs of this tool.")
    private @Nullable String tool;

    @Option(names = "--queue", paramLabel = "NAME", description = "Only jobs of this queue.")
    private @Nullable String queue;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "Only jobs with this label; repeatable.")
    private Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            description = "Only jobs with this text in id, tool, parameters, labels or error.")
    private @Nullable String search;

    /** Whether every job is meant. */
    public boolean isEmpty() {
        return states.isEmpty() && tool == null && queue == null && labels.isEmpty() && search == null;
    }

    /** The path with the conditions as its query. */
    public RequestPath addTo(RequestPath path) {
        return path.withEach(
                        "state",
                        states.stream()
                                .map(state -> state.toUpperCase(Locale.ROOT))
                                .toList())
                .with("tool", tool)
                .with("queue", queue)
                .withEach(
                        "label",
                        labels.entrySet().stream()
                                .map(label -> label.getKey() + ":" + label.getValue())
                                .toList())
                .with("q", search);
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.JobState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list.
 *
 * @param states any of them; empty means all
 * @param labels all of them
 * @param text found anywhere in the tool's name, the parameters, the labels or the error, whatever the case
 * @param before jobs older than this one only
 * @param limit 1 to 200
 */
public record JobFilter(
        List<JobState> states,
        @Nullable String tool,
        @Nullable String queue,
        Map<String, String> labels,
        @Nullable String text,
        @Nullable UUID before,
        int limit) {

    public JobFilter {
        states = List.copyOf(states);
        labels = Map.copyOf(labels);
    }
}

package dev.millrace.model.queue;

import dev.millrace.model.job.JobState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that a job must fulfil, all of them.
 *
 * @param states any of them; empty means all
 * @param labels all of them
 * @param text found anywhere in the tool's name, the parameters, the labels or the error, whatever the case
 */
public record JobFilter(
        List<JobState> states,
        @Nullable String tool,
        @Nullable String queue,
        Map<String, String> labels,
        @Nullable String text) {

    public JobFilter {
        states = List.copyOf(states);
        labels = Map.copyOf(labels);
    }

    /**
     * A part of the jobs that fulfil it, newest first.
     *
     * @param before jobs older than this one only; absent for the first part
     * @param limit at least 1
     */
    public record Page(JobFilter filter, @Nullable UUID before, int limit) {}

    public Page page(@Nullable UUID before, int limit) {
        return new Page(this, before, limit);
    }
}

package dev.millrace.model.lookup;

import dev.millrace.model.job.JobState;
import java.util.Collection;
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
 * @param notRetried only jobs that no other repeats
 */
public record JobFilter(
        List<JobState> states,
        @Nullable String tool,
        @Nullable String queue,
        Map<String, String> labels,
        @Nullable String text,
        boolean notRetried) {

    public JobFilter {
        states = List.copyOf(states);
        labels = Map.copyOf(labels);
    }

    public JobFilter(
            List<JobState> states,
            @Nullable String tool,
            @Nullable String queue,
            Map<String, String> labels,
            @Nullable String text) {
        this(states, tool, queue, labels, text, false);
    }

    /** The same for jobs in other states. */
    public JobFilter in(Collection<JobState> others) {
        return new JobFilter(List.copyOf(others), tool, queue, labels, text, notRetried);
    }

    /** The same without jobs that another repeats. */
    public JobFilter withoutRetried() {
        return new JobFilter(states, tool, queue, labels, text, true);
    }

    /** Whether there is a condition that a caller named. */
    public boolean isEmpty() {
        return states.isEmpty() && tool == null && queue == null && labels.isEmpty() && text == null;
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

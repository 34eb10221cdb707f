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
 * @param states the job has one of these; empty means any
 * @param labels the job has all of these
 * @param text occurs in the job's id, tool, parameters, labels or error message, in any case of letters
 * @param notRetried only jobs without a retry
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

    /** The same filter with these states. */
    public JobFilter in(Collection<JobState> others) {
        return new JobFilter(List.copyOf(others), tool, queue, labels, text, notRetried);
    }

    /** The same filter without jobs that have a retry. */
    public JobFilter withoutRetried() {
        return new JobFilter(states, tool, queue, labels, text, true);
    }

    /** Whether the caller named no condition. */
    public boolean isEmpty() {
        return states.isEmpty() && tool == null && queue == null && labels.isEmpty() && text == null;
    }

    /**
     * A page of the jobs that match, newest first.
     *
     * @param before only jobs older than this one; null for the first page
     * @param limit at least 1
     */
    public record Page(JobFilter filter, @Nullable UUID before, int limit) {}

    public Page page(@Nullable UUID before, int limit) {
        return new Page(this, before, limit);
    }
}

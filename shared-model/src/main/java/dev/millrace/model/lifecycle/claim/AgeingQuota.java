package dev.millrace.model.lifecycle.claim;

import java.time.Duration;

/**
 * How many of the jobs of a claim are those that have waited longest, whatever their priority, so that the least urgent
 * never starve.
 *
 * @param jobs at most so many; the rest of the claim goes strictly by priority
 * @param after only jobs that have been queued for longer than this
 */
public record AgeingQuota(int jobs, Duration after) {
    static final AgeingQuota NONE = new AgeingQuota(0, Duration.ZERO);
}

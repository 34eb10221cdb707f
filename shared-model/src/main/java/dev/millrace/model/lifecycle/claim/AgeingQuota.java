package dev.millrace.model.lifecycle.claim;

import java.time.Duration;

/**
 * How many jobs of a claim are the longest waiting ones, whatever their priority. So the least urgent jobs never
 * starve.
 *
 * @param jobs the most of them; the rest of the claim goes strictly by priority
 * @param after jobs that have been queued for a shorter time do not count
 */
public record AgeingQuota(int jobs, Duration after) {
    static final AgeingQuota NONE = new AgeingQuota(0, Duration.ZERO);
}

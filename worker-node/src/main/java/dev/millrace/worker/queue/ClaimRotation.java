package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import dev.millrace.model.lifecycle.claim.AgeingQuota;
import dev.millrace.model.lifecycle.claim.Claims;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * Claims by priority, except that each tenth job is the one that has waited longest, if that is for longer than the
 * ageing time. So the least urgent get a tenth of the worker at least, however many urgent ones there are, and the urgent
 * ones lose no more than that. For one thread.
 */
public final class ClaimRotation implements IntFunction<List<Job>> {
    private static final int ROUND = 10;

    private final Claims claims;
    private final UUID worker;
    private final List<String> queues;
    private final Duration ageing;
    private int claimed;

    /** @param queues to take from; empty means all */
    public ClaimRotation(Claims claims, UUID worker, List<String> queues, Duration ageing) {
        this.claims = claims;
        this.worker = worker;
        this.queues = List.copyOf(queues);
        this.ageing = ageing;
    }

    @Override
    public List<Job> apply(int limit) {
        List<Job> jobs = claims.claim(worker, queues, limit, new AgeingQuota((claimed + limit) / ROUND, ageing));
        claimed = (claimed + jobs.size()) % ROUND;
        return jobs;
    }
}

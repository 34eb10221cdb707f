package dev.millrace.model.jobrunr.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.jobrunr.storage.ServerTimedOutException;
import org.jobrunr.storage.StorageException;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.ThreadSafeStorageProvider;
import org.jobrunr.storage.navigation.AmountRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage under a worker's JobRunr server. JobRunr stops a server for good when a heartbeat fails, and after five tasks
 * that do; here an outage of Postgres is a poll that finds nothing. By itself it gives out no jobs: the worker's own does.
 */
public class SteadfastStorage extends ThreadSafeStorageProvider {
    private static final Logger log = LoggerFactory.getLogger(SteadfastStorage.class);

    private volatile UUID lastKnownMaster = new UUID(0, 0);
    private volatile long askedAt = System.nanoTime();

    public SteadfastStorage(StorageProvider storage) {
        super(storage);
    }

    /** How long ago JobRunr's server wanted to say that it is alive, whether Postgres took it or not. */
    public final Duration sinceHeartbeat() {
        return Duration.ofNanos(System.nanoTime() - askedAt);
    }

    @Override
    public boolean signalBackgroundJobServerAlive(BackgroundJobServerStatus status) {
        askedAt = System.nanoTime();
        return orWhileAway(true, () -> {
            try {
                return super.signalBackgroundJobServerAlive(status);
            } catch (ServerTimedOutException forgotten) {
                // Others took it off the list while it could not be heard; JobRunr would give up the third time.
                announceBackgroundJobServer(status);
                return true;
            }
        });
    }

    @Override
    public int removeTimedOutBackgroundJobServers(Instant heartbeatOlderThan) {
        return orWhileAway(0, () -> super.removeTimedOutBackgroundJobServers(heartbeatOlderThan));
    }

    @Override
    public UUID getLongestRunningBackgroundJobServerId() {
        lastKnownMaster = orWhileAway(lastKnownMaster, super::getLongestRunningBackgroundJobServerId);
        return lastKnownMaster;
    }

    @Override
    public List<Job> getJobsToProcess(BackgroundJobServer server, AmountRequest amount) {
        return List.of();
    }

    /** What runs is said to run with every poll. */
    @Override
    public List<Job> save(List<Job> jobs) {
        boolean isHeartbeat = jobs.stream().allMatch(job -> job.hasState(StateName.PROCESSING));
        return isHeartbeat ? orWhileAway(jobs, () -> super.save(jobs)) : super.save(jobs);
    }

    /** JobRunr reports the signatures whose code it does not find; those of others are not looked for here. */
    @Override
    public Set<String> getDistinctJobSignatures(StateName... states) {
        return Set.of();
    }

    @Override
    public List<Job> getScheduledJobs(Instant scheduledBefore, AmountRequest amount) {
        return orWhileAway(List.of(), () -> super.getScheduledJobs(scheduledBefore, amount));
    }

    @Override
    public List<Job> getCarbonAwareJobList(Instant deadlineBefore, AmountRequest amount) {
        return orWhileAway(List.of(), () -> super.getCarbonAwareJobList(deadlineBefore, amount));
    }

    @Override
    public List<Job> getJobList(StateName state, Instant updatedBefore, AmountRequest amount) {
        return orWhileAway(List.of(), () -> super.getJobList(state, updatedBefore, amount));
    }

    @Override
    public int deleteJobsPermanently(StateName state, Instant updatedBefore) {
        return orWhileAway(0, () -> super.deleteJobsPermanently(state, updatedBefore));
    }

    @Override
    public boolean recurringJobsUpdated(Long knownHash) {
        return orWhileAway(false, () -> super.recurringJobsUpdated(knownHash));
    }

    private static <T> T orWhileAway(T otherwise, Supplier<T> question) {
        try {
            return question.get();
        } catch (ConcurrentJobModificationException overtaken) {
            throw overtaken;
        } catch (StorageException away) {
            log.debug("JobRunr's storage is away: {}", away.getMessage());
            return otherwise;
        }
    }
}

package dev.millrace.model.queue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.ServerTimedOutException;
import org.jobrunr.storage.StorageException;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JobRunr's storage as its own server and dashboard see it: they read everything, and change nothing about jobs. The
 * tasks that JobRunr's server runs on its poll find no work, because this package does it sooner; and a heartbeat that
 * Postgres did not take is no reason to stop for good, as it would be to JobRunr.
 */
public final class JobRunrStorage extends PostgresStorageProvider {
    private static final Logger log = LoggerFactory.getLogger(JobRunrStorage.class);

    private final JsonMapper json = new Jackson3JsonMapper();
    private volatile UUID lastKnownMaster = new UUID(0, 0);

    /** @throws StorageException when the tables are missing: the database is not migrated */
    public JobRunrStorage(DataSource dataSource) {
        super(dataSource, DatabaseOptions.SKIP_CREATE);
        setJobMapper(new JobMapper(json));
    }

    public JsonMapper json() {
        return json;
    }

    @Override
    public Job save(Job job) {
        throw changedOutside();
    }

    @Override
    public List<Job> save(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return jobs;
        }
        throw changedOutside();
    }

    private static StorageException changedOutside() {
        return new StorageException("Jobs are changed by the queue only, together with their record and event.");
    }

    @Override
    public List<Job> getJobsToProcess(BackgroundJobServer server, AmountRequest amount) {
        return List.of();
    }

    @Override
    public List<Job> getScheduledJobs(Instant scheduledBefore, AmountRequest amount) {
        return List.of();
    }

    /** What JobRunr asks in order to find orphans and rows to delete; lost workers and retention are ours. */
    @Override
    public List<Job> getJobList(StateName state, Instant updatedBefore, AmountRequest amount) {
        return List.of();
    }

    @Override
    public int deleteJobsPermanently(StateName state, Instant updatedBefore) {
        return 0;
    }

    @Override
    public int deletePermanently(UUID id) {
        throw changedOutside();
    }

    @Override
    public Set<String> getDistinctJobSignatures(StateName... states) {
        return Set.of();
    }

    /** There are none, and asking Postgres so while it is away would stop JobRunr's server after a while. */
    @Override
    public boolean recurringJobsUpdated(Long knownHash) {
        return false;
    }

    @Override
    public boolean signalBackgroundJobServerAlive(BackgroundJobServerStatus status) {
        try {
            return super.signalBackgroundJobServerAlive(status);
        } catch (ServerTimedOutException forgotten) {
            // Others took it off the list while it could not be heard; JobRunr would give up the third time.
            announceBackgroundJobServer(status);
            return true;
        } catch (StorageException away) {
            log.debug("JobRunr's heartbeat was not taken: {}", away.getMessage());
            return true;
        }
    }

    @Override
    public int removeTimedOutBackgroundJobServers(Instant heartbeatOlderThan) {
        try {
            return super.removeTimedOutBackgroundJobServers(heartbeatOlderThan);
        } catch (StorageException away) {
            return 0;
        }
    }

    @Override
    public UUID getLongestRunningBackgroundJobServerId() {
        try {
            lastKnownMaster = super.getLongestRunningBackgroundJobServerId();
        } catch (StorageException away) {
            log.debug("JobRunr's master is not known now: {}", away.getMessage());
        }
        return lastKnownMaster;
    }
}

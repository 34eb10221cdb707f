package dev.millrace.model.queue;

import dev.millrace.model.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.BackgroundJobServerStatus;
import org.jobrunr.storage.JobNotFoundException;
import org.jobrunr.storage.ServerTimedOutException;
import org.jobrunr.storage.StorageException;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.storage.navigation.OffsetBasedPageRequest;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JobRunr's storage as its own server and dashboard see it: they read everything, and change nothing about jobs. JobRunr's
 * table of them is a view of ours; what the dashboard asks of it is looked up by the indexes of ours. The tasks that
 * JobRunr's server runs on its poll find no work, because this package does it sooner; and a heartbeat that Postgres did
 * not take is no reason to stop for good, as it would be to JobRunr.
 */
public final class JobRunrStorage extends PostgresStorageProvider {
    private static final Logger log = LoggerFactory.getLogger(JobRunrStorage.class);

    private final JsonMapper json = new Jackson3JsonMapper();
    private final JobMapper jobs = new JobMapper(json);
    private final Jdbi jdbi;
    private volatile UUID lastKnownMaster = new UUID(0, 0);
    private volatile long askedAt = System.nanoTime();

    /** @throws StorageException when the tables are missing: the database is not migrated */
    public JobRunrStorage(DataSource dataSource) {
        super(dataSource, DatabaseOptions.SKIP_CREATE);
        setJobMapper(jobs);
        jdbi = Jdbi.create(dataSource);
    }

    public JsonMapper json() {
        return json;
    }

    @Override
    public Job getJobById(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT jobrunr_json(job) FROM job WHERE id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne())
                .map(jobs::deserializeJob)
                .orElseThrow(() -> new JobNotFoundException(id));
    }

    /** In the order in which the jobs were made, whatever order is asked for: forwards or backwards. */
    @Override
    public List<Job> getJobList(StateName state, AmountRequest amount) {
        boolean isNewestFirst = amount.getOrder() != null && amount.getOrder().endsWith(":DESC");
        return jdbi
                .withHandle(handle -> handle.createQuery("SELECT jobrunr_json(job) FROM job WHERE " + StateSql.LISTED
                                + " AND state = :state ORDER BY id" + (isNewestFirst ? " DESC" : "")
                                + " LIMIT :limit OFFSET :offset")
                        .bind("state", ours(state))
                        .bind("limit", amount.getLimit())
                        .bind("offset", amount instanceof OffsetBasedPageRequest page ? page.getOffset() : 0)
                        .mapTo(String.class)
                        .list())
                .stream()
                .map(jobs::deserializeJob)
                .toList();
    }

    @Override
    public long countJobs(StateName state) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM job WHERE " + StateSql.LISTED + " AND state = :state")
                .bind("state", ours(state))
                .mapTo(Long.class)
                .one());
    }

    /** The state in which a job is; of those that no job of ours is ever in, JobRunr's own name. */
    private static String ours(StateName state) {
        return switch (state) {
            case ENQUEUED -> JobState.QUEUED.name();
            case PROCESSING -> JobState.RUNNING.name();
            case DELETED -> JobState.CANCELLED.name();
            default -> state.name();
        };
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

    /** How long ago JobRunr's server wanted to say that it is alive, whether Postgres took it or not. */
    public Duration sinceHeartbeat() {
        return Duration.ofNanos(System.nanoTime() - askedAt);
    }

    @Override
    public boolean signalBackgroundJobServerAlive(BackgroundJobServerStatus status) {
        askedAt = System.nanoTime();
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

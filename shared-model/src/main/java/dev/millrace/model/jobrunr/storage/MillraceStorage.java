package dev.millrace.model.jobrunr.storage;

import dev.millrace.model.job.JobState;
import dev.millrace.model.jobrunr.ToolJob;
import dev.millrace.model.jobrunr.page.ToolJobPage;
import dev.millrace.model.jobrunr.request.NewToolJobs;
import dev.millrace.model.jobrunr.request.ToolJobRequest;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.submit.Submissions;
import dev.millrace.model.lookup.StateSql;
import dev.millrace.model.updates.UpdatePublisher;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.JobStats;
import org.jobrunr.storage.StorageException;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.storage.sql.common.JobTable;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jobrunr.utils.resilience.RateLimiter;
import org.jspecify.annotations.Nullable;

/**
 * JobRunr's storage for both kinds of jobs. What JobRunr asks in order to do its own work (fetch, schedule, find orphans,
 * delete) concerns the jobs of other programs only; what it asks in order to show jobs is answered from both tables. Jobs
 * of tools are changed by the queue only.
 */
public final class MillraceStorage extends PostgresStorageProvider {
    private static final String SIGNATURES_OF_PROGRAMS = """
            WITH RECURSIVE known (signature) AS (
                (SELECT jobSignature FROM jobrunr_jobs ORDER BY jobSignature LIMIT 1)
                UNION ALL
                SELECT (SELECT jobSignature FROM jobrunr_jobs WHERE jobSignature > known.signature
                        ORDER BY jobSignature LIMIT 1)
                FROM known WHERE signature IS NOT NULL)
            SELECT signature FROM known WHERE signature IS NOT NULL
            """;

    private final JsonMapper json = new Jackson3JsonMapper();
    private final Jdbi jdbi;
    private final JobPages pages;
    private final NewToolJobs newToolJobs;
    private final ToolJobPage toolJobs;
    private final JobCounts counts;
    private volatile JobMapper mapper = new JobMapper(json);

    /** Absent where all are. */
    private volatile @Nullable List<String> served;

    /**
     * Without Redis: workers find new jobs of tools within a second.
     *
     * @throws StorageException when the tables are missing: the database is not migrated
     */
    public MillraceStorage(DataSource dataSource) {
        this(dataSource, RateLimiter.Builder.rateLimit().at1RequestPerSecond());
    }

    /**
     * The same.
     *
     * @param notifications how often listeners are told of changes at most
     */
    public MillraceStorage(DataSource dataSource, RateLimiter notifications) {
        this(
                dataSource,
                new Submissions(new Transactions(Jdbi.create(dataSource), UpdatePublisher.NONE)),
                notifications);
    }

    /** @param submissions stores new jobs of tools */
    public MillraceStorage(DataSource dataSource, Submissions submissions) {
        this(dataSource, submissions, RateLimiter.Builder.rateLimit().at1RequestPerSecond());
    }

    private MillraceStorage(DataSource dataSource, Submissions submissions, RateLimiter notifications) {
        super(dataSource, null, DatabaseOptions.SKIP_CREATE, notifications);
        super.setJobMapper(mapper);
        jdbi = Jdbi.create(dataSource);
        pages = new JobPages(jdbi);
        newToolJobs = new NewToolJobs(submissions);
        toolJobs = new ToolJobPage(jdbi);
        counts = new JobCounts(jdbi);
    }

    public JsonMapper json() {
        return json;
    }

    @Override
    public void setJobMapper(JobMapper mapper) {
        super.setJobMapper(mapper);
        this.mapper = mapper;
    }

    /** Gives out, from now on, jobs of other programs of these signatures only, to be processed. */
    public void serveOnly(Set<String> signatures) {
        served = List.copyOf(signatures);
    }

    @Override
    protected JobTable jobTable(Connection connection) {
        List<String> signatures = served;
        return signatures == null
                ? super.jobTable(connection)
                : new ServedTable(connection, dialect, tablePrefix, mapper, signatures);
    }

    /** The signatures of all jobs of other programs, however many there are: one look into an index for each. */
    public Set<String> signaturesOfPrograms() {
        return jdbi.withHandle(handle ->
                handle.createQuery(SIGNATURES_OF_PROGRAMS).mapTo(String.class).set());
    }

    @Override
    public Job getJobById(UUID id) {
        return toolJobs.read(id).orElseGet(() -> super.getJobById(id));
    }

    @Override
    public List<Job> getJobList(StateName state, AmountRequest amount) {
        return pages.read(state, amount).stream().map(mapper::deserializeJob).toList();
    }

    @Override
    public JobStats getJobStats() {
        return counts.all();
    }

    @Override
    public long countJobs(StateName state) {
        return super.countJobs(state) + counts.ofTools(state);
    }

    @Override
    public Set<String> getDistinctJobSignatures(StateName... states) {
        Set<String> all = new HashSet<>(super.getDistinctJobSignatures(states));
        boolean anyOfTools = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM job WHERE " + StateSql.LISTED + " AND state = ANY (:states))")
                .bindArray(
                        "states",
                        String.class,
                        Arrays.stream(states).map(MillraceStorage::ofTool).toList())
                .mapTo(Boolean.class)
                .one());
        if (anyOfTools) {
            all.add(ToolJob.SIGNATURE);
        }
        return all;
    }

    /** The state of a tool's job that JobRunr calls so; JobRunr's own name where no tool's job is ever in it. */
    static String ofTool(StateName state) {
        return switch (state) {
            case ENQUEUED -> JobState.QUEUED.name();
            case PROCESSING -> JobState.RUNNING.name();
            case DELETED -> JobState.CANCELLED.name();
            default -> state.name();
        };
    }

    /**
     * Saves a job of another program, or stores a new job of a tool: {@link ToolJobRequest}.
     *
     * @throws StorageException for a tool's job that is not new
     */
    @Override
    public Job save(Job job) {
        refuseStoredToolJobs(List.of(job));
        Optional<ToolJobRequest> request = ToolJobRequest.of(job);
        if (request.isEmpty()) {
            return super.save(job);
        }
        newToolJobs.save(job, request.get());
        return job;
    }

    /**
     * The same for many, all or none.
     *
     * @throws StorageException for a tool's job that is not new, and for jobs of which only some are new ones of tools
     */
    @Override
    public List<Job> save(List<Job> jobs) {
        refuseStoredToolJobs(jobs);
        List<ToolJobRequest> requests = new ArrayList<>(jobs.size());
        for (Job job : jobs) {
            ToolJobRequest.of(job).ifPresent(requests::add);
        }
        if (requests.isEmpty()) {
            return super.save(jobs);
        }
        if (requests.size() < jobs.size()) {
            throw new StorageException("Jobs of tools and jobs of other programs are saved apart.");
        }
        newToolJobs.saveAll(jobs, requests);
        return jobs;
    }

    /** What the storage shows of a tool's job is no job that it could save. */
    private static void refuseStoredToolJobs(List<Job> jobs) {
        for (Job job : jobs) {
            if (job.getJobDetails().getClassName().equals(ToolJob.class.getName())) {
                throw NewToolJobs.changedOutside();
            }
        }
    }

    /** @throws StorageException for a tool's job, whose retention is Millrace's */
    @Override
    public int deletePermanently(UUID id) {
        if (toolJobs.exists(id)) {
            throw NewToolJobs.changedOutside();
        }
        return super.deletePermanently(id);
    }
}

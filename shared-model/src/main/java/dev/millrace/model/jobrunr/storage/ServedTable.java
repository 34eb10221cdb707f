package dev.millrace.model.jobrunr.storage;

import static org.jobrunr.jobs.states.StateName.ENQUEUED;

import java.sql.Connection;
import java.util.List;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.storage.sql.common.JobTable;
import org.jobrunr.storage.sql.common.db.Dialect;

/** JobRunr's table of jobs, which gives out those of some signatures only. */
final class ServedTable extends JobTable {
    /** The order is JobRunr's own, longest queued first; so are the locks. */
    private static final String SERVED = """
            jobAsJson FROM jobrunr_jobs
            WHERE state = :state AND jobSignature = ANY (string_to_array(:signatures, chr(10)))
            ORDER BY updatedAt LIMIT %d""";

    private final JobMapper mapper;
    private final List<String> signatures;

    ServedTable(Connection connection, Dialect dialect, String prefix, JobMapper mapper, List<String> signatures) {
        super(connection, dialect, prefix, mapper);
        this.mapper = mapper;
        this.signatures = signatures;
    }

    @Override
    public List<Job> selectJobsToProcess(AmountRequest amount) {
        return withState(ENQUEUED)
                .with("signatures", String.join("\n", signatures))
                .select(SERVED.formatted(amount.getLimit()), dialect.selectForUpdateSkipLocked())
                .map(row -> mapper.deserializeJob(row.asString("jobAsJson")))
                .toList();
    }
}

package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.db.UnnestBinder;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.UniqueKey;
import dev.millrace.model.json.Json;
import dev.millrace.model.lifecycle.ChangedJob;
import dev.millrace.model.lookup.StateSql;
import dev.millrace.model.unique.UniquenessJson;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The statements that store new jobs and append their first events. */
final class SubmitStore {
    private static final String WAITING = StateSql.ofKnown(JobState.SCHEDULED, JobState.QUEUED);

    private static final String INSERTED = """
            WITH changed AS (
                INSERT INTO job (id, tool, tool_revision, queue, priority, parameters, labels, timeout_ms, max_attempts,
                                 retry_of, uniqueness, submitted_by, run_at, state, queued_at)
                SELECT id, tool, revision, queue, priority, parameters::json, labels::jsonb, timeout, max_attempts,
                       retry_of, uniqueness::json, submitted_by, coalesce(run_at::timestamptz, now()),
                       CASE WHEN run_at IS NULL THEN 'QUEUED' ELSE 'SCHEDULED' END,
                       CASE WHEN run_at IS NULL THEN now() END
                FROM unnest(:ids, :tools, :revisions, :queues, :priorities, :parameters, :labels, :timeouts,
                            :maxAttempts, :retriesOf, :uniquenesses, :submitters, :runAts)
                AS given (id, tool, revision, queue, priority, parameters, labels, timeout, max_attempts, retry_of,
                          uniqueness, submitted_by, run_at)
                RETURNING *)
            """;

    private static final String INSERT = INSERTED + ChangedJob.andItsEvent("state", "'{}'");

    private static final String INSERT_QUIETLY = INSERTED + " SELECT count(*) FROM changed";

    private static final String TELL = "WITH changed AS (SELECT * FROM job WHERE id = ANY (:ids) AND " + WAITING + ")"
            + ChangedJob.andItsEvent("state", "'{}'");

    private SubmitStore() {}

    /**
     * A job to be stored.
     *
     * @param runAt null for a job that is queued at once
     */
    record Insertion(UUID id, NewJob job, @Nullable Instant runAt) {}

    static List<ChangedJob> insert(Handle handle, List<Insertion> jobs) {
        return bind(handle.createQuery(INSERT), jobs).map(ChangedJob::map).list();
    }

    /** Stores jobs without their events; {@link #tell} appends these later in the same transaction. */
    static void insertQuietly(Handle handle, List<Insertion> jobs) {
        bind(handle.createQuery(INSERT_QUIETLY), jobs).mapTo(Integer.class).one();
    }

    /** Appends the first events of jobs that this transaction has stored. */
    static List<ChangedJob> tell(Handle handle, List<UUID> jobs) {
        return handle.createQuery(TELL)
                .bindArray("ids", UUID.class, jobs)
                .map(ChangedJob::map)
                .list();
    }

    private static Query bind(Query insert, List<Insertion> jobs) {
        new UnnestBinder<>(insert, jobs)
                .uuids("ids", Insertion::id)
                .texts("tools", inserted -> inserted.job().tool())
                .integers("revisions", inserted -> inserted.job().toolRevision())
                .texts("queues", inserted -> inserted.job().queue())
                .integers("priorities", inserted -> inserted.job().priority().rank())
                .texts("parameters", inserted -> inserted.job().parameters())
                .texts("labels", inserted -> Json.write(inserted.job().labels()))
                .longs("timeouts", inserted -> inserted.job().timeout().toMillis())
                .integers("maxAttempts", inserted -> inserted.job().maxAttempts())
                .uuids("retriesOf", inserted -> inserted.job().retryOf())
                .texts("uniquenesses", inserted -> uniqueness(inserted.job().unique()))
                .texts("submitters", inserted -> inserted.job().submittedBy())
                .times("runAts", Insertion::runAt);
        return insert;
    }

    private static @Nullable String uniqueness(@Nullable UniqueKey unique) {
        return unique == null ? null : Json.write(UniquenessJson.write(unique.rule()));
    }
}

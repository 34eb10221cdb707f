package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.db.RowTime;
import dev.millrace.model.db.UnnestBinder;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.job.UniqueKey;
import dev.millrace.model.journal.EventAppender;
import dev.millrace.model.json.Json;
import dev.millrace.model.lifecycle.ChangedJob;
import dev.millrace.model.lookup.StateSql;
import dev.millrace.model.unique.UniquenessJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** The caller has given the rest, and what is not read back costs nothing. */
    private static final String WITH_EVENT =
            EventAppender.append("state", "now()", "'{}'", "id, state, created_at, run_at, queued_at");

    private static final String INSERT = INSERTED + WITH_EVENT;

    private static final String INSERT_QUIETLY = INSERTED + " SELECT count(*) FROM changed";

    private static final String APPEND_FIRST_EVENTS =
            "WITH changed AS (SELECT * FROM job WHERE id = ANY (:ids) AND " + WAITING + ")" + WITH_EVENT;

    private SubmitStore() {}

    /**
     * A job to be stored.
     *
     * @param runAt null for a job that is queued at once
     */
    record Insertion(UUID id, NewJob job, @Nullable Instant runAt) {}

    static List<ChangedJob> insert(Handle handle, List<Insertion> jobs) {
        return stored(bind(handle.createQuery(INSERT), jobs), jobs);
    }

    /** Stores jobs without their events; {@link #appendFirstEvents} appends these later in the same transaction. */
    static void insertQuietly(Handle handle, List<Insertion> jobs) {
        bind(handle.createQuery(INSERT_QUIETLY), jobs).mapTo(Integer.class).one();
    }

    /** Appends the first events of jobs that this transaction has stored. */
    static List<ChangedJob> appendFirstEvents(Handle handle, List<Insertion> jobs) {
        List<UUID> ids = jobs.stream().map(Insertion::id).toList();
        return stored(handle.createQuery(APPEND_FIRST_EVENTS).bindArray("ids", UUID.class, ids), jobs);
    }

    private static List<ChangedJob> stored(Query query, List<Insertion> jobs) {
        Map<UUID, NewJob> given = new HashMap<>();
        jobs.forEach(job -> given.put(job.id(), job.job()));
        return query.map((row, context) -> {
                    UUID id = row.getObject("id", UUID.class);
                    Job job = stored(id, Objects.requireNonNull(given.get(id)), row);
                    return new ChangedJob(job, EventAppender.event(job, row));
                })
                .list();
    }

    private static Job stored(UUID id, NewJob given, ResultSet row) throws SQLException {
        UniqueKey unique = given.unique();
        return new Job(
                id,
                given.tool(),
                given.toolRevision(),
                JobState.valueOf(row.getString("state")),
                given.queue(),
                given.priority(),
                given.parameters(),
                given.labels(),
                given.timeout(),
                given.maxAttempts(),
                0,
                0,
                RowTime.of(row, "created_at"),
                RowTime.of(row, "run_at"),
                RowTime.orNull(row, "queued_at"),
                null,
                null,
                null,
                null,
                null,
                null,
                given.retryOf(),
                unique == null ? null : unique.rule(),
                given.submittedBy());
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

package dev.millrace.model.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** The statements about the slices of the history and what is in them. */
final class SliceStore {
    /** Any number that no other program on the database takes for its advisory locks. */
    private static final long LOCK = 7_885_222_117_301_002L;

    /** Enough for a slice that takes over the rows of a long time without a sweep. */
    static final Duration LONGEST_STATEMENT = Duration.ofMinutes(10);

    /** How long after its end each job is kept, in milliseconds. */
    private static final String KEPT = """
             LEFT JOIN unnest(:tools, :retentions) AS own (tool, retention) USING (tool)
            """;

    /** A worker's connections are for statements that find rows by key; the sweep looks through many, as on an API node's. */
    private static final String PLAN_FREELY = """
            SELECT set_config('enable_bitmapscan', 'on', true), set_config('enable_hashjoin', 'on', true),
                   set_config('enable_mergejoin', 'on', true), set_config('seq_page_cost', '1', true),
                   set_config('plan_cache_mode', 'auto', true)
            """;

    private SliceStore() {}

    /** Whether this transaction alone may change slices until it ends. */
    static boolean lock(Handle handle) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Runs a transaction whose statements may take long, but delay nobody. All that wait for a table wait behind whoever
     * waits to change it, so that the wait for a lock is short.
     */
    static <T> T inLongTransaction(Handle handle, Function<Handle, T> work) {
        Connection connection = handle.getConnection();
        try {
            int usual = connection.getNetworkTimeout();
            // The socket must not give up before the statement does. The pool undoes it where the transaction fails.
            connection.setNetworkTimeout(Runnable::run, (int) LONGEST_STATEMENT.toMillis() + usual);
            T result = handle.inTransaction(begun -> {
                begun.execute("SET LOCAL statement_timeout = " + LONGEST_STATEMENT.toMillis());
                begun.execute("SET LOCAL lock_timeout = '250ms'");
                begun.execute(PLAN_FREELY);
                return work.apply(begun);
            });
            connection.setNetworkTimeout(Runnable::run, usual);
            return result;
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /** What tools say of their retention, also those that are in use no more. */
    static Map<String, String> ownRetentions(Handle handle) {
        Map<String, String> retentions = new HashMap<>();
        handle.createQuery("""
                        SELECT name, definition ->> 'retention' AS retention
                        FROM tool JOIN tool_revision USING (name, revision)
                        WHERE definition ->> 'retention' IS NOT NULL
                        """)
                .map((row, context) -> retentions.put(row.getString("name"), row.getString("retention")))
                .list();
        return retentions;
    }

    /** The slices that ended so long ago, the oldest first. */
    static List<Slice> slices(Handle handle, Duration ago) {
        return handle.createQuery("""
                        SELECT * FROM history_slice WHERE ends_at < now() - :ago * interval '1 ms' ORDER BY starts_at
                        """)
                .bind("ago", ago.toMillis())
                .map(SliceStore::slice)
                .list();
    }

    /** Adds the next slice when the last one ends within two slices' time; returns whether it did. */
    static boolean addNext(Handle handle, Duration slice) {
        return !handle.createQuery("""
                        SELECT add_history_slice(starts, starts + :slice * interval '1 ms') FROM (
                            SELECT greatest(max(ends_at), date_trunc('hour', now())) AS starts FROM history_slice) AS next
                        WHERE starts < now() + 2 * :slice * interval '1 ms'
                        """)
                .bind("slice", slice.toMillis())
                .map((row, context) -> true)
                .list()
                .isEmpty();
    }

    /** Whether a job of the slice lives, or is to be kept for longer. */
    static boolean isNeeded(Handle handle, Slice slice, Retention retention) {
        return bind(handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM job_live
                                       WHERE id >= history_id(:from) AND id < history_id(:until))
                            OR EXISTS (SELECT 1 FROM job_finished
                        """ + KEPT + """
                                       WHERE id >= history_id(:from) AND id < history_id(:until)
                                         AND finished_at >= now() - coalesce(retention, :usual) * interval '1 ms')
                        """), retention)
                .bind("from", slice.from())
                .bind("until", slice.until())
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Jobs that ought to have gone with their slice: because their tool's are kept for a shorter time than others in it,
     * or another in it lives on. A slice's time is left for that.
     */
    static List<UUID> overdue(Handle handle, Retention retention, int limit) {
        return bind(handle.createQuery("SELECT id FROM job_finished" + KEPT + """
                        WHERE finished_at < now() - coalesce(retention * 9 / 8, :usual + 2 * :slice) * interval '1 ms'
                        LIMIT :limit
                        """), retention)
                .bind("slice", retention.slice().toMillis())
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Jobs of a slice that left artifacts, in the order of their ids. */
    static List<UUID> withArtifacts(Handle handle, Slice slice, UUID after, int limit) {
        return handle.createQuery("""
                        SELECT DISTINCT job_id FROM artifact
                        WHERE job_id >= history_id(:from) AND job_id < history_id(:until) AND job_id > :after
                        ORDER BY job_id LIMIT :limit
                        """)
                .bind("from", slice.from())
                .bind("until", slice.until())
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Those of the jobs that left artifacts. */
    static List<UUID> withArtifacts(Handle handle, List<UUID> jobs) {
        return handle.createQuery("SELECT DISTINCT job_id FROM artifact WHERE job_id = ANY (:jobs)")
                .bindArray("jobs", UUID.class, jobs)
                .mapTo(UUID.class)
                .list();
    }

    /** False when another node has done so. */
    static boolean drop(Handle handle, Slice slice) {
        return !handle.createQuery("SELECT drop_history_slice(name) FROM history_slice WHERE name = :name")
                .bind("name", slice.name())
                .map((row, context) -> true)
                .list()
                .isEmpty();
    }

    /** Deletes finished jobs with all that belongs to them; returns how many those were. */
    static int delete(Handle handle, List<UUID> jobs) {
        return handle.createUpdate("""
                        WITH attempts AS (DELETE FROM attempt WHERE job_id = ANY (:jobs)),
                             events AS (DELETE FROM job_event WHERE job_id = ANY (:jobs)),
                             logs AS (DELETE FROM job_log WHERE job_id = ANY (:jobs)),
                             results AS (DELETE FROM job_result WHERE job_id = ANY (:jobs)),
                             artifacts AS (DELETE FROM artifact WHERE job_id = ANY (:jobs))
                        DELETE FROM job_finished WHERE id = ANY (:jobs)
                        """).bindArray("jobs", UUID.class, jobs).execute();
    }

    private static Query bind(Query query, Retention retention) {
        List<String> tools = List.copyOf(retention.ofTools().keySet());
        return query.bindArray("tools", String.class, tools)
                .bindArray(
                        "retentions",
                        Long.class,
                        tools.stream()
                                .map(tool -> retention
                                        .ofTools()
                                        .getOrDefault(tool, retention.usual())
                                        .toMillis())
                                .toList())
                .bind("usual", retention.usual().toMillis());
    }

    private static Slice slice(ResultSet row, StatementContext context) throws SQLException {
        return new Slice(
                row.getString("name"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant());
    }
}

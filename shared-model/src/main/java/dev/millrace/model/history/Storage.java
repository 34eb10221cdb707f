package dev.millrace.model.history;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How much room everything takes; reads sizes, not rows. */
public final class Storage {
    private static final String BYTES = """
            WITH kept (kind, root) AS (
                SELECT kind, name::regclass FROM history_table
                UNION ALL VALUES ('jobs', 'job_live'::regclass)),
            sized AS (
                SELECT kind, pg_total_relation_size(relid) AS bytes FROM kept, pg_partition_tree(root) WHERE isleaf)
            SELECT kind, sum(bytes) AS bytes FROM sized GROUP BY kind
            UNION ALL
            SELECT 'other', (SELECT sum(pg_total_relation_size(oid)) FROM pg_class
                             WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r')
                            - (SELECT sum(bytes) FROM sized)
            ORDER BY bytes DESC
            """;

    private final Jdbi jdbi;
    private final Duration retention;

    /** @param retention where a tool says nothing else */
    public Storage(Jdbi jdbi, Duration retention) {
        this.jdbi = jdbi;
        this.retention = retention;
    }

    /**
     * The room that is taken now.
     *
     * @param database bytes of tables and their indexes by kind, the largest first
     * @param artifactFiles bytes of the files that tools left
     * @param retention of jobs after their end, where a tool says nothing else
     * @param from start of the oldest slice of the history
     * @param slices in which it is kept
     */
    public record Figures(
            Map<String, Long> database, long artifactFiles, Duration retention, Instant from, int slices) {}

    public Figures figures() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT (SELECT coalesce(sum(bytes), 0) FROM artifact) AS files,
                               min(starts_at) AS oldest, count(*) AS slices
                        FROM history_slice
                        """)
                .map((row, context) -> new Figures(
                        database(handle),
                        row.getLong("files"),
                        retention,
                        row.getObject("oldest", OffsetDateTime.class).toInstant(),
                        row.getInt("slices")))
                .one());
    }

    private static Map<String, Long> database(Handle handle) {
        Map<String, Long> kinds = new LinkedHashMap<>();
        handle.createQuery(BYTES)
                .map((row, context) -> kinds.put(row.getString("kind"), row.getLong("bytes")))
                .list();
        return kinds;
    }
}

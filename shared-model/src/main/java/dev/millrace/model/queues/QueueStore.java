package dev.millrace.model.queues;

import dev.millrace.model.db.RowTime;
import dev.millrace.model.job.Priority;
import dev.millrace.model.queues.QueueFigures.Oldest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The statements about queues as a whole. */
final class QueueStore {
    /**
     * Counts the jobs that wait, run, and ended within the last minute, each by its own index. Every job that was
     * queued within that minute is one of them.
     */
    private static final String FIGURES = """
            WITH recent AS (
                SELECT queue, state, priority, queued_at FROM job WHERE state IN ('QUEUED', 'SCHEDULED') %1$s
                UNION ALL
                SELECT queue, state, priority, queued_at FROM job WHERE state = 'RUNNING' %1$s
                UNION ALL
                SELECT queue, state, priority, queued_at FROM job
                WHERE state IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AND finished_at > now() - interval '1 minute' %1$s),
            figures AS (
                SELECT queue AS name,
                       count(*) FILTER (WHERE state = 'QUEUED' AND priority = 0) AS critical,
                       count(*) FILTER (WHERE state = 'QUEUED' AND priority = 1) AS high,
                       count(*) FILTER (WHERE state = 'QUEUED' AND priority = 2) AS normal,
                       count(*) FILTER (WHERE state = 'QUEUED' AND priority = 3) AS low,
                       count(*) FILTER (WHERE state = 'SCHEDULED') AS scheduled,
                       count(*) FILTER (WHERE state = 'RUNNING') AS running,
                       min(queued_at) FILTER (WHERE state = 'QUEUED') AS oldest,
                       count(*) FILTER (WHERE queued_at > now() - interval '1 minute') AS entered,
                       count(*) FILTER (WHERE state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) AS ended
                FROM recent GROUP BY queue),
            named AS (%2$s)
            SELECT *, extract(EPOCH FROM now() - oldest) * 1000 AS oldest_ms, paused_at IS NOT NULL AS paused,
                   (SELECT count(*) FROM worker
                    WHERE state = 'RUNNING' AND (queues = '{}' OR named.name = ANY (queues))) AS workers
            FROM named LEFT JOIN figures USING (name) LEFT JOIN queue USING (name) ORDER BY name
            """;

    private QueueStore() {}

    static List<QueueFigures> all(Handle handle) {
        return handle.createQuery(FIGURES.formatted("", "SELECT name FROM figures UNION SELECT name FROM queue"))
                .map(QueueStore::figures)
                .list();
    }

    static QueueFigures one(Handle handle, String name) {
        return handle.createQuery(FIGURES.formatted("AND queue = :name", "SELECT :name AS name"))
                .bind("name", name)
                .map(QueueStore::figures)
                .one();
    }

    static boolean isPaused(Handle handle, String name) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM queue WHERE name = :name)")
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    /** False when the queue was paused already. */
    static boolean pause(Handle handle, String name) {
        return handle.createUpdate("INSERT INTO queue (name) VALUES (:name) ON CONFLICT DO NOTHING")
                        .bind("name", name)
                        .execute()
                > 0;
    }

    /** False when the queue was not paused. */
    static boolean resume(Handle handle, String name) {
        return handle.createUpdate("DELETE FROM queue WHERE name = :name")
                        .bind("name", name)
                        .execute()
                > 0;
    }

    private static QueueFigures figures(ResultSet row, StatementContext context) throws SQLException {
        Map<Priority, Integer> queued = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            queued.put(priority, row.getInt(priority.text()));
        }
        return new QueueFigures(
                row.getString("name"),
                row.getBoolean("paused"),
                queued,
                row.getInt("scheduled"),
                row.getInt("running"),
                oldest(row),
                row.getInt("entered"),
                row.getInt("ended"),
                row.getInt("workers"));
    }

    private static @Nullable Oldest oldest(ResultSet row) throws SQLException {
        Instant queuedAt = RowTime.orNull(row, "oldest");
        return queuedAt == null ? null : new Oldest(queuedAt, Duration.ofMillis(row.getLong("oldest_ms")));
    }
}

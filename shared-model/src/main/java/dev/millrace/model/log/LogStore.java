package dev.millrace.model.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The chunks of all logs. */
public final class LogStore {
    private final Jdbi jdbi;

    public LogStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Stores chunks, all or none. A chunk that is there already stays as it is, so a write may be repeated. */
    public void append(List<LogChunk> chunks) {
        jdbi.useTransaction(handle -> {
            PreparedBatch inserts = handle.prepareBatch("""
                    INSERT INTO job_log (job_id, attempt, first_line, lines, content)
                    VALUES (:job, :attempt, :firstLine, :lines, :content)
                    ON CONFLICT DO NOTHING
                    """);
            for (LogChunk chunk : chunks) {
                inserts.bind("job", chunk.job())
                        .bind("attempt", chunk.attempt())
                        .bind("firstLine", chunk.firstLine())
                        .bind("lines", chunk.lines())
                        .bind("content", chunk.content())
                        .add();
            }
            inserts.execute();
        });
    }

    /**
     * The chunks of one attempt that hold lines after a number, in order.
     *
     * @param limit at most so many chunks
     */
    public List<LogChunk> chunks(UUID job, int attempt, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job_log
                        WHERE job_id = :job AND attempt = :attempt AND first_line + lines > :after + 1
                          -- Without this, every chunk before it would be read as well.
                          AND first_line >= coalesce(
                              (SELECT max(first_line) FROM job_log
                               WHERE job_id = :job AND attempt = :attempt AND first_line <= :after + 1), 0)
                        ORDER BY first_line LIMIT :limit
                        """)
                .bind("job", job)
                .bind("attempt", attempt)
                .bind("after", after)
                .bind("limit", limit)
                .map(LogStore::map)
                .list());
    }

    /** The last lines of one attempt, in order. */
    public List<LogLine> newest(UUID job, int attempt, int lines) {
        long last = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT first_line + lines - 1 FROM job_log WHERE job_id = :job AND attempt = :attempt
                        ORDER BY first_line DESC LIMIT 1
                        """)
                .bind("job", job)
                .bind("attempt", attempt)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
        long after = Math.max(0, last - lines);
        return chunks(job, attempt, after, lines).stream()
                .flatMap(chunk -> chunk.linesAfter(after).stream())
                .toList();
    }

    private static LogChunk map(ResultSet row, StatementContext context) throws SQLException {
        return new LogChunk(
                row.getObject("job_id", UUID.class),
                row.getInt("attempt"),
                row.getLong("first_line"),
                row.getInt("lines"),
                row.getString("content"));
    }
}

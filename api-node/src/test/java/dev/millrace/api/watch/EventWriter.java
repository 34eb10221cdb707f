package dev.millrace.api.watch;

import dev.millrace.model.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes events of one job in transactions that the test holds in its hands. */
final class EventWriter implements AutoCloseable {
    private final Handle handle;
    private final UUID job;

    EventWriter(Database database, UUID job) {
        this.handle = database.jdbi().open().begin();
        this.job = job;
    }

    /** A job to write events of. */
    static UUID newJob(Database database) {
        UUID job = UUID.randomUUID();
        database.jdbi().useHandle(handle -> handle.execute("""
                        INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms, max_attempts)
                        VALUES (?, 'count', 1, 'RUNNING', 'default', 2, '{}', 1000, 1)
                        """, job));
        return job;
    }

    /** Commits one event of its own transaction, and returns its number. */
    static long commitOne(Database database, UUID job) {
        try (EventWriter writer = new EventWriter(database, job)) {
            long number = writer.write();
            writer.commit();
            return number;
        }
    }

    long write() {
        try {
            Connection connection = handle.getConnection();
            try (PreparedStatement insert = connection.prepareStatement("""
                    INSERT INTO job_event (number, job_id, tool, type, state, attempt)
                    SELECT nextval('job_event_number'), ?, 'count', 'PROGRESS', 'RUNNING', 1
                    FROM (SELECT pg_advisory_xact_lock_shared(1835822188, 1) OFFSET 0) AS held
                    RETURNING number
                    """)) {
                insert.setObject(1, job);
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void commit() {
        handle.commit();
    }

    void rollback() {
        handle.rollback();
    }

    @Override
    public void close() {
        handle.close();
    }
}

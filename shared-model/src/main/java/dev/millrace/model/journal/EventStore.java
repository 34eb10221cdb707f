package dev.millrace.model.journal;

import dev.millrace.model.db.RowTime;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads the numbered events in order. {@link EventAppender} appends each in the statement of its change. */
public final class EventStore {
    private final Jdbi jdbi;

    public EventStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The job's events after a number, oldest first. */
    public List<JobEvent> ofJob(UUID job, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job_event WHERE job_id = :job AND number > :after ORDER BY number LIMIT :limit
                        """)
                .bind("job", job)
                .bind("after", after)
                .bind("limit", limit)
                .map(EventStore::map)
                .list());
    }

    /**
     * The events that tell of a job's scheduling and queueing, oldest first: those among its first two and its newest
     * 1,000 events, as a job may have reported its progress a million times.
     */
    public List<JobEvent> waits(UUID job) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        SELECT * FROM job_event
                        WHERE job_id = :job AND type IN ('SCHEDULED', 'QUEUED') AND number = ANY (
                            ARRAY(SELECT number FROM job_event WHERE job_id = :job ORDER BY number LIMIT 2)
                            || ARRAY(SELECT number FROM job_event WHERE job_id = :job ORDER BY number DESC LIMIT 1000))
                        ORDER BY number
                        """).bind("job", job).map(EventStore::map).list());
    }

    /** All events after a number, oldest first. The answer can have a gap that will still fill. */
    public List<JobEvent> all(long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT * FROM job_event WHERE number > :after ORDER BY number LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map(EventStore::map)
                .list());
    }

    /** The greatest number that a committed event has; 0 when there is none. */
    public long newest() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT max(number) FROM job_event")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /**
     * The transactions that have taken an event number and have not ended. They hold the lock of {@link EventAppender}.
     * A reader that meets a gap asks for them: while one of those transactions runs, the missing number may still
     * appear.
     */
    public List<String> writersInFlight() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT virtualtransaction FROM pg_locks
                        WHERE locktype = 'advisory' AND classid = 1835822188 AND objid = 1 AND objsubid = 2 AND granted
                          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """).mapTo(String.class).list());
    }

    /** The last event of a job; it names the job's state. */
    public Optional<JobEvent> last(UUID job) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT * FROM job_event WHERE job_id = :job ORDER BY number DESC LIMIT 1")
                        .bind("job", job)
                        .map(EventStore::map)
                        .findOne());
    }

    static JobEvent map(ResultSet row, StatementContext context) throws SQLException {
        return new JobEvent(
                row.getLong("number"),
                row.getObject("job_id", UUID.class),
                row.getString("tool"),
                EventType.valueOf(row.getString("type")),
                JobState.valueOf(row.getString("state")),
                row.getInt("attempt"),
                RowTime.of(row, "at"),
                row.getString("data"));
    }
}

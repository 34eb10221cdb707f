package dev.millrace.model.worker;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The record of workers. Times are Postgres's, so that a node whose clock is wrong is not taken for dead. */
public final class WorkerStore {
    private final Jdbi jdbi;

    public WorkerStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds a worker, or brings one back that was given up for lost. */
    public void register(Worker worker) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO worker (id, name, host, pid, version, slots, queues, state)
                        VALUES (:id, :name, :host, :pid, :version, :slots, :queues, 'RUNNING')
                        ON CONFLICT (id) DO UPDATE SET state = 'RUNNING', seen_at = now()
                        """)
                .bind("id", worker.id())
                .bind("name", worker.name())
                .bind("host", worker.host())
                .bind("pid", worker.pid())
                .bind("version", worker.version())
                .bind("slots", worker.slots())
                .bindArray("queues", String.class, worker.queues())
                .execute());
    }

    /** The same for a worker that runs no jobs of other programs. */
    public Beat beat(UUID worker, Duration lease) {
        return beat(worker, lease, false);
    }

    /**
     * Says that the worker is alive, and learns what there is to do: one statement, once a second.
     *
     * @param runsPrograms whether to ask for jobs of other programs
     */
    public Beat beat(UUID worker, Duration lease, boolean runsPrograms) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH beat AS (
                            UPDATE worker SET seen_at = now() WHERE id = :id AND state IN ('RUNNING', 'DRAINING')
                            RETURNING id)
                        SELECT EXISTS (SELECT 1 FROM beat) AS alive,
                               EXISTS (SELECT 1 FROM job WHERE state = 'QUEUED') AS queued,
                               (SELECT extract(EPOCH FROM min(run_at) - now()) * 1000 FROM job WHERE state = 'SCHEDULED')
                                   AS next_due_ms,
                               EXISTS (SELECT 1 FROM worker WHERE state IN ('RUNNING', 'DRAINING') AND id <> :id
                                         AND seen_at < now() - :lease * interval '1 ms')
                                   OR EXISTS (SELECT 1 FROM job JOIN worker ON worker.id = job.worker_id
                                              WHERE job.state = 'RUNNING' AND worker.state IN ('LOST', 'STOPPED'))
                                   AS abandoned,
                               ARRAY(SELECT id FROM job WHERE worker_id = :id AND state = 'RUNNING') AS running,
                               ARRAY(SELECT id FROM job WHERE worker_id = :id AND state = 'RUNNING'
                                       AND cancel_requested_at IS NOT NULL) AS cancelled,
                               :programs AND EXISTS (SELECT 1 FROM jobrunr_jobs WHERE state = 'ENQUEUED') AS programs_wait
                        """)
                .bind("id", worker)
                .bind("programs", runsPrograms)
                .bind("lease", lease.toMillis())
                .map(WorkerStore::toBeat)
                .one());
    }

    /** Gives up the workers that were not seen for the lease; returns how many those were. */
    public int markLost(Duration lease) {
        return jdbi.withHandle(handle ->
                handle.createUpdate("""
                        UPDATE worker SET state = 'LOST'
                        WHERE state IN ('RUNNING', 'DRAINING') AND seen_at < now() - :lease * interval '1 ms'
                        """).bind("lease", lease.toMillis()).execute());
    }

    /** Notes that the worker drains or has stopped. */
    public void changeState(UUID worker, WorkerState state) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE worker SET state = :state, seen_at = now() WHERE id = :id")
                .bind("state", state.name())
                .bind("id", worker)
                .execute());
    }

    /** All workers that run or were seen within the last day: those that run first, then the newest. */
    public List<Worker> list() {
        return list(true, Duration.ofDays(1));
    }

    /** The workers that run, drain, or were lost within the last hour, in the same order. */
    public List<Worker> current() {
        return list(false, Duration.ofHours(1));
    }

    private List<Worker> list(boolean stopped, Duration seenWithin) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT worker.*,
                               ARRAY(SELECT id FROM job WHERE worker_id = worker.id AND state = 'RUNNING') AS jobs
                        FROM worker
                        WHERE state IN ('RUNNING', 'DRAINING')
                           OR ((state = 'LOST' OR :stopped) AND seen_at > now() - :seenWithin * interval '1 ms')
                        ORDER BY state IN ('RUNNING', 'DRAINING') DESC, started_at DESC, id LIMIT 1000
                        """)
                .bind("stopped", stopped)
                .bind("seenWithin", seenWithin.toMillis())
                .map(WorkerStore::toWorker)
                .list());
    }

    private static Beat toBeat(ResultSet row, StatementContext context) throws SQLException {
        double nextDue = row.getDouble("next_due_ms");
        boolean nothingScheduled = row.wasNull();
        return new Beat(
                row.getBoolean("alive"),
                row.getBoolean("queued"),
                nothingScheduled ? null : Duration.ofMillis((long) Math.ceil(nextDue)),
                row.getBoolean("abandoned"),
                uuids(row.getArray("running")),
                uuids(row.getArray("cancelled")),
                row.getBoolean("programs_wait"));
    }

    private static Worker toWorker(ResultSet row, StatementContext context) throws SQLException {
        return new Worker(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("host"),
                row.getLong("pid"),
                row.getString("version"),
                WorkerState.valueOf(row.getString("state")),
                row.getInt("slots"),
                Arrays.asList((String[]) row.getArray("queues").getArray()),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("seen_at", OffsetDateTime.class).toInstant(),
                uuids(row.getArray("jobs")));
    }

    private static List<UUID> uuids(Array array) throws SQLException {
        return Arrays.asList((UUID[]) array.getArray());
    }
}

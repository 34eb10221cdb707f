package dev.millrace.model.queue;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.queue.Changes.Change;
import dev.millrace.model.updates.UpdatePublisher;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Queues as a whole: what is in them, and whether workers take from them. A queue needs no making: every valid name is
 * one, and is empty until somebody uses it. What changes something throws {@link MillraceException}, {@code UNAVAILABLE}
 * when Postgres is away.
 */
public final class Queues {
    /** What one transaction cancels: enough to be quick, and few enough to hold nobody up. */
    static final int BATCH = 1_000;

    private final Jdbi jdbi;
    private final Changes changes;
    private final UpdatePublisher updates;

    public Queues(Jdbi jdbi, JobRunrStorage storage, UpdatePublisher updates) {
        this.jdbi = jdbi;
        this.changes = new Changes(jdbi, storage, updates);
        this.updates = updates;
    }

    /** The queues in which jobs wait, run or ended within the last minute, and those that are paused, by name. */
    public List<QueueFigures> list() {
        return jdbi.withHandle(QueueStore::all);
    }

    public QueueFigures get(String name) {
        return jdbi.withHandle(handle -> QueueStore.one(handle, name));
    }

    public boolean isPaused(String name) {
        return jdbi.withHandle(handle -> QueueStore.isPaused(handle, name));
    }

    /** From now on workers claim nothing of this queue, which still takes jobs; what runs goes on. */
    public QueueFigures pause(String name) {
        return changes.inOneStatement(change -> {
            QueueStore.pause(change.handle(), name);
            return QueueStore.one(change.handle(), name);
        });
    }

    /** Lets workers take from the queue again, and wakes them. */
    public QueueFigures resume(String name) {
        QueueFigures resumed = changes.inOneStatement(change -> {
            QueueStore.resume(change.handle(), name);
            return QueueStore.one(change.handle(), name);
        });
        updates.wakeWorkers();
        return resumed;
    }

    /** How many jobs wait in the queue: what {@link #clear} would cancel. */
    public int waiting(String name) {
        return jdbi.withHandle(handle -> QueueStore.countWaiting(handle, name));
    }

    /**
     * Cancels the jobs that wait in the queue, scheduled and queued; what runs goes on, and what is submitted meanwhile
     * stays. It is done in transactions of {@link #BATCH} jobs, so a failure leaves the rest as it was.
     *
     * @return how many were cancelled
     */
    public int clear(String name) {
        Instant start = changes.inOneStatement(change -> JobStore.now(change.handle()));
        int cancelled = 0;
        int batch;
        do {
            batch = changes.inTransaction(change -> cancelSome(change, name, start));
            cancelled += batch;
        } while (batch > 0);
        return cancelled;
    }

    private static int cancelSome(Change change, String name, Instant start) {
        List<JobRunrRow> rows = QueueStore.lockWaiting(change.handle(), name, start, BATCH).stream()
                .map(change.rows()::cancelled)
                .toList();
        List<Job> cancelled = rows.isEmpty() ? List.of() : change.made(JobStore.cancelWaiting(change.handle(), rows));
        return cancelled.size();
    }
}

package dev.millrace.model.queues;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Queues as a whole: their figures, pause and resume. Queues are not created: every valid name is a queue, which is
 * empty until a job uses it. Changes throw {@link MillraceException}: {@code UNAVAILABLE} when Postgres is away.
 */
public final class Queues {
    private final Jdbi jdbi;
    private final Transactions transactions;
    private final UpdatePublisher updates;

    public Queues(Jdbi jdbi, Transactions transactions, UpdatePublisher updates) {
        this.jdbi = jdbi;
        this.transactions = transactions;
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

    /** From now on workers claim nothing from this queue. It still accepts jobs, and running jobs go on. */
    public QueueFigures pause(String name) {
        transactions.inOneStatement(change -> QueueStore.pause(change.handle(), name));
        return get(name);
    }

    /**
     * Lets workers claim from the queue again, and wakes them with the lowest priority: prefetched jobs need not make
     * way.
     */
    public QueueFigures resume(String name) {
        transactions.inOneStatement(change -> QueueStore.resume(change.handle(), name));
        updates.wakeWorkers(Priority.LOW);
        return get(name);
    }
}

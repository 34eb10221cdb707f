package dev.millrace.model.queues;

import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Priority;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Queues as a whole: what is in them, and whether workers take from them. A queue needs no making: every valid name is
 * one, and is empty until somebody uses it. What changes something throws {@link MillraceException}, {@code UNAVAILABLE}
 * when Postgres is away.
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

    /** From now on workers claim nothing of this queue, which still takes jobs; what runs goes on. */
    public QueueFigures pause(String name) {
        transactions.inOneStatement(change -> QueueStore.pause(change.handle(), name));
        return get(name);
    }

    /** Lets workers take from the queue again, and wakes them; what they have in hand need not make way. */
    public QueueFigures resume(String name) {
        transactions.inOneStatement(change -> QueueStore.resume(change.handle(), name));
        updates.wakeWorkers(Priority.LOW);
        return get(name);
    }
}

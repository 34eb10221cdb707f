package dev.millrace.worker.write;

import dev.millrace.model.db.Database;
import dev.millrace.model.db.OutageLog;
import dev.millrace.model.thread.NodeThread;
import dev.millrace.worker.runtime.ExhaustedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Writes to Postgres, however long that is away; only what Postgres refuses is given up. */
public final class PersistentWriter {
    private final OutageLog outage;
    private final Duration pause;

    /** @param pause between two tries while Postgres is away */
    public PersistentWriter(OutageLog outage, Duration pause) {
        this.outage = outage;
        this.pause = pause;
    }

    /** What is done with an item that Postgres refuses. */
    public interface Refusal<T> {
        void accept(T item, Throwable refused) throws InterruptedException;
    }

    /** Writes all items together, or, where Postgres refuses that, each by itself: one must not take the others with it. */
    public <T> void writeAll(List<T> items, Consumer<List<T>> write, Refusal<T> refusal) throws InterruptedException {
        try {
            write(() -> write.accept(items));
        } catch (RuntimeException | Error refused) {
            if (items.size() == 1) {
                refusal.accept(items.get(0), refused);
                return;
            }
            for (T item : items) {
                writeAll(List.of(item), write, refusal);
            }
        }
    }

    /** Writes, again and again while Postgres is away. What it refuses for another reason would be refused again, and is thrown. */
    public void write(Runnable write) throws InterruptedException {
        while (!tried(write)) {
            NodeThread.progress();
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    private boolean tried(Runnable write) {
        try {
            write.run();
            outage.done();
            return true;
        } catch (RuntimeException | Error e) {
            // Without a thread, the pool cannot open a connection.
            if (!Database.isUnavailable(e) && !ExhaustedException.is(e)) {
                throw e;
            }
            outage.failed(e);
            return false;
        }
    }
}

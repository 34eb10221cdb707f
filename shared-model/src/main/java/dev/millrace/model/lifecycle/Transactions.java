package dev.millrace.model.lifecycle;

import dev.millrace.model.db.Database;
import dev.millrace.model.db.PostgresError;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.job.Priority;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Runs each change of jobs in one transaction, and publishes its events after the commit. */
public final class Transactions {
    /** A change of many jobs can collide more than once. */
    private static final int TRIES = 10;

    private final Jdbi jdbi;
    private final UpdatePublisher updates;

    public Transactions(Jdbi jdbi, UpdatePublisher updates) {
        this.jdbi = jdbi;
        this.updates = updates;
    }

    /** A change. When it throws, nothing of it is stored. */
    public interface Work<T extends @Nullable Object> {
        T run(Change change);
    }

    /** @throws MillraceException {@code UNAVAILABLE} when Postgres is away, {@code INTERNAL} for its other refusals */
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        return committed(change -> change.handle().inTransaction(begun -> work.run(change)));
    }

    /**
     * The same for work with a single changing statement. The statement is a transaction by itself: it commits with the
     * round trip that runs it.
     */
    public <T extends @Nullable Object> T inOneStatement(Work<T> work) {
        return committed(work);
    }

    private <T extends @Nullable Object> T committed(Work<T> work) {
        Committed<T> committed;
        try {
            committed = withoutCollision(work);
        } catch (JdbiException e) {
            PostgresError error = PostgresError.of(e).orElse(PostgresError.REFUSED);
            throw new MillraceException(
                    error == PostgresError.REFUSED ? ErrorCode.INTERNAL : ErrorCode.UNAVAILABLE,
                    "The change was not stored: the database " + error.words() + ".",
                    e);
        }
        // Workers first: the job waits for them. Readers of events can tell by the numbers what they have missed.
        Priority queued = committed.change().mostUrgentQueued;
        if (queued != null) {
            updates.wakeWorkers(queued);
        }
        updates.publish(committed.change().events);
        return committed.result();
    }

    private record Committed<T extends @Nullable Object>(Change change, T result) {}

    /**
     * Tries again when the job's row moved to the history while a statement of the change waited for it. Postgres does not follow
     * a row from one table to another. A row moves once in a job's life, so the second try finds the job in its last
     * place.
     */
    private <T extends @Nullable Object> Committed<T> withoutCollision(Work<T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return jdbi.withHandle(handle -> {
                    Change change = new Change(handle);
                    return new Committed<>(change, work.run(change));
                });
            } catch (JdbiException e) {
                if (tries == TRIES || !Database.isCollision(e)) {
                    throw e;
                }
            }
        }
    }

    /** A change on its way, with the events to publish after its commit. */
    public static final class Change {
        private final Handle handle;
        private final List<JobEvent> events = new ArrayList<>();
        private @Nullable Priority mostUrgentQueued;

        private Change(Handle handle) {
            this.handle = handle;
        }

        public Handle handle() {
            return handle;
        }

        /** Notes an event for publication after the commit; the job has this priority. */
        public JobEvent publishLater(JobEvent event, Priority priority) {
            events.add(event);
            boolean isMoreUrgent = mostUrgentQueued == null || priority.compareTo(mostUrgentQueued) < 0;
            if (event.type() == EventType.QUEUED && isMoreUrgent) {
                mostUrgentQueued = priority;
            }
            return event;
        }

        /** Notes the event of a changed job, and returns the job. */
        public Job made(ChangedJob changed) {
            publishLater(changed.event(), changed.job().priority());
            return changed.job();
        }

        public List<Job> made(List<ChangedJob> changed) {
            return changed.stream().map(this::made).toList();
        }
    }
}

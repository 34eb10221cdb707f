package dev.millrace.model.queue;

import dev.millrace.model.db.Database;
import dev.millrace.model.db.PostgresError;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.EventType;
import dev.millrace.model.job.Failure;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.json.Json;
import dev.millrace.model.updates.UpdatePublisher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Runs a change of jobs in one transaction, and tells about it once that has committed. */
final class Transactions {
    /** More than one collides when many jobs are changed together. */
    private static final int TRIES = 10;

    private final Jdbi jdbi;
    private final UpdatePublisher updates;

    Transactions(Jdbi jdbi, UpdatePublisher updates) {
        this.jdbi = jdbi;
        this.updates = updates;
    }

    /** What is done: all of it or, when it throws, nothing. */
    interface Work<T extends @Nullable Object> {
        T run(Change change);
    }

    /** @throws MillraceException {@code UNAVAILABLE} when Postgres is away, {@code INTERNAL} for its other refusals */
    <T extends @Nullable Object> T inTransaction(Work<T> work) {
        return inOneStatement(change -> change.handle().inTransaction(begun -> work.run(change)));
    }

    /**
     * The same for work that changes things with a single statement, which is a transaction by itself: it commits with the
     * round trip that runs it.
     */
    <T extends @Nullable Object> T inOneStatement(Work<T> work) {
        List<AppendedEvent> told = new ArrayList<>();
        T result;
        try {
            result = withoutCollision(() -> {
                told.clear();
                return jdbi.withHandle(handle -> work.run(new Change(handle, told)));
            });
        } catch (JdbiException e) {
            PostgresError error = PostgresError.of(e).orElse(PostgresError.REFUSED);
            throw new MillraceException(
                    error == PostgresError.REFUSED ? ErrorCode.INTERNAL : ErrorCode.UNAVAILABLE,
                    "The change was not stored: the database " + error.words() + ".",
                    e);
        }
        // First the worker, whose time is the job's; readers of events have their numbers to go by.
        told.stream()
                .filter(one -> one.event().type() == EventType.QUEUED)
                .map(AppendedEvent::priority)
                .min(Comparator.naturalOrder())
                .ifPresent(updates::wakeWorkers);
        updates.publish(told.stream().map(AppendedEvent::event).toList());
        return result;
    }

    /**
     * Tries again when the job's row moved to the history while this waited for it: Postgres refuses to follow a row from
     * one table to another. It does so once in a job's life, so the second try finds the job where it is to stay.
     */
    private static <T extends @Nullable Object> T withoutCollision(Supplier<T> change) {
        for (int tries = 1; ; tries++) {
            try {
                return change.get();
            } catch (JdbiException e) {
                if (tries == TRIES || !Database.isCollision(e)) {
                    throw e;
                }
            }
        }
    }

    /** What an event says of why the job came to where it is. */
    static String data(@Nullable Failure failure) {
        return failure == null ? "{}" : data(failure, Map.of());
    }

    static String data(Failure failure, Map<String, String> more) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("error", Map.of("code", failure.code().name(), "message", failure.message()));
        data.putAll(more);
        return Json.write(data);
    }

    /** A transaction that is under way. */
    record Change(Handle handle, List<AppendedEvent> all) {
        /** Notes an event that is to be published. */
        JobEvent tell(AppendedEvent told) {
            all.add(told);
            return told.event();
        }

        /** Notes the event of a changed job, and returns the job. */
        Job made(ChangedJob changed) {
            tell(changed.told());
            return changed.job();
        }

        List<Job> made(List<ChangedJob> changed) {
            return changed.stream().map(this::made).toList();
        }
    }
}

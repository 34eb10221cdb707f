package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.db.UnnestBinder;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.UniqueKey;
import dev.millrace.model.job.Uniqueness.Hold;
import dev.millrace.model.lookup.JobRow;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The last job that got each unique key. */
final class UniqueKeyStore {
    private UniqueKeyStore() {}

    /** A new job's request for its key. */
    record KeyRequest(UniqueKey key, UUID job) {}

    /**
     * A key and the job that has it.
     *
     * @param expired whether the time of the hold is over; false for a hold that the job's state ends
     */
    record Entry(String digest, UUID job, boolean expired) {}

    /**
     * Takes the keys that no job has, and returns an entry for each key. The keys are locked until the transaction
     * ends: a transaction that asks for one of them waits here.
     *
     * @param requests sorted by digest and without repetition, so that two transactions cannot wait for each other
     */
    static List<Entry> take(Handle handle, List<KeyRequest> requests) {
        return bind(handle.createQuery("""
                        INSERT INTO unique_key (key, job_id, expires_at)
                        SELECT key, job_id, now() + millis * interval '1 ms'
                        FROM unnest(:keys, :jobs, :millis) AS given (key, job_id, millis)
                        ON CONFLICT (key) DO UPDATE SET key = excluded.key
                        RETURNING key, job_id, coalesce(expires_at <= now(), false) AS expired
                        """), requests)
                .map((row, context) ->
                        new Entry(row.getString("key"), row.getObject("job_id", UUID.class), row.getBoolean("expired")))
                .list();
    }

    /** @param requests for keys that this transaction has locked and found free */
    static void takeOver(Handle handle, List<KeyRequest> requests) {
        bind(handle.createUpdate("""
                        UPDATE unique_key SET job_id = given.job_id,
                                              expires_at = now() + given.millis * interval '1 ms'
                        FROM unnest(:keys, :jobs, :millis) AS given (key, job_id, millis)
                        WHERE unique_key.key = given.key
                        """), requests).execute();
    }

    /** The jobs with these ids, not locked. */
    static List<Job> jobs(Handle handle, List<UUID> ids) {
        return handle.createQuery("SELECT * FROM job WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .map(JobRow::map)
                .list();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, List<KeyRequest> requests) {
        new UnnestBinder<>(statement, requests)
                .texts("keys", claim -> claim.key().digest())
                .uuids("jobs", KeyRequest::job)
                .longs("millis", claim -> millis(claim.key().rule().hold()));
        return statement;
    }

    private static @Nullable Long millis(Hold hold) {
        return hold instanceof Hold.For time ? Long.valueOf(time.time().toMillis()) : null;
    }
}

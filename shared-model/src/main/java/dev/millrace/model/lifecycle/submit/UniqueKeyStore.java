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

/** Which job was the last to get which key. */
final class UniqueKeyStore {
    private UniqueKeyStore() {}

    /** A key that is asked for, and the job that asks. */
    record Claim(UniqueKey key, UUID job) {}

    /**
     * Whose a key is.
     *
     * @param expired whether the time for which it was taken is over; false where the job's state decides
     */
    record Entry(String digest, UUID job, boolean expired) {}

    /**
     * Takes the keys that nobody has, and tells whose each of them is. All are locked until the transaction ends: whoever
     * asks for one of them waits here for what becomes of it.
     *
     * @param claims sorted by digest, each once: two who ask for the same keys must not wait for each other
     */
    static List<Entry> take(Handle handle, List<Claim> claims) {
        return bind(handle.createQuery("""
                        INSERT INTO unique_key (key, job_id, expires_at)
                        SELECT key, job_id, now() + millis * interval '1 ms'
                        FROM unnest(:keys, :jobs, :millis) AS given (key, job_id, millis)
                        ON CONFLICT (key) DO UPDATE SET key = excluded.key
                        RETURNING key, job_id, coalesce(expires_at <= now(), false) AS expired
                        """), claims)
                .map((row, context) ->
                        new Entry(row.getString("key"), row.getObject("job_id", UUID.class), row.getBoolean("expired")))
                .list();
    }

    /** @param claims for keys that this transaction has locked and found free */
    static void takeOver(Handle handle, List<Claim> claims) {
        bind(handle.createUpdate("""
                        UPDATE unique_key SET job_id = given.job_id,
                                              expires_at = now() + given.millis * interval '1 ms'
                        FROM unnest(:keys, :jobs, :millis) AS given (key, job_id, millis)
                        WHERE unique_key.key = given.key
                        """), claims).execute();
    }

    /** The jobs with these ids, as they are: none of them is locked. */
    static List<Job> jobs(Handle handle, List<UUID> ids) {
        return handle.createQuery("SELECT * FROM job WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids)
                .map(JobRow::map)
                .list();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, List<Claim> claims) {
        new UnnestBinder<>(statement, claims)
                .texts("keys", claim -> claim.key().digest())
                .uuids("jobs", Claim::job)
                .longs("millis", claim -> millis(claim.key().rule().hold()));
        return statement;
    }

    private static @Nullable Long millis(Hold hold) {
        return hold instanceof Hold.For time ? Long.valueOf(time.time().toMillis()) : null;
    }
}

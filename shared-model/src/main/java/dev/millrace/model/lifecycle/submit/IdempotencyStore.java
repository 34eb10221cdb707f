package dev.millrace.model.lifecycle.submit;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which Idempotency-Key led to which job. */
final class IdempotencyStore {
    private IdempotencyStore() {}

    /** The job that a key stands for, and the digest of the request that made it. */
    record Entry(UUID job, String digest) {}

    /**
     * Reserves the key for a job, or tells whose it is. A second request with the same key waits here until the first has
     * committed or rolled back. An expired key is free again.
     */
    static Entry reserve(Handle handle, String key, String digest, UUID job, Duration keep) {
        deleteIfExpired(handle, key);
        deleteSomeExpired(handle);
        handle.createUpdate("""
                        INSERT INTO idempotency (key, digest, job_id, expires_at)
                        VALUES (:key, :digest, :job, now() + :keep * interval '1 second')
                        ON CONFLICT (key) DO NOTHING
                        """)
                .bind("key", key)
                .bind("digest", digest)
                .bind("job", job)
                .bind("keep", keep.toSeconds())
                .execute();
        return find(handle, key).orElseThrow();
    }

    /** Whose the key is; an expired one is nobody's. */
    static Optional<Entry> find(Handle handle, String key) {
        return handle.createQuery("SELECT job_id, digest FROM idempotency WHERE key = :key AND expires_at >= now()")
                .bind("key", key)
                .map((row, context) -> new Entry(row.getObject("job_id", UUID.class), row.getString("digest")))
                .findOne();
    }

    /** Lets a key that this transaction has reserved stand for another job than it was reserved for. */
    static void point(Handle handle, String key, UUID job) {
        handle.createUpdate("UPDATE idempotency SET job_id = :job WHERE key = :key")
                .bind("key", key)
                .bind("job", job)
                .execute();
    }

    private static void deleteIfExpired(Handle handle, String key) {
        handle.createUpdate("DELETE FROM idempotency WHERE key = :key AND expires_at < now()")
                .bind("key", key)
                .execute();
    }

    /** So many that expired keys go as fast as new ones come; those that another transaction deletes are left to it. */
    private static void deleteSomeExpired(Handle handle) {
        handle.execute("""
                DELETE FROM idempotency WHERE key IN (
                    SELECT key FROM idempotency WHERE expires_at < now() LIMIT 10 FOR UPDATE SKIP LOCKED)
                """);
    }
}

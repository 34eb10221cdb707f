package dev.millrace.model.lifecycle.submit;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The jobs that Idempotency-Keys led to. */
final class IdempotencyStore {
    private IdempotencyStore() {}

    /** The job that a key stands for, and the digest of the request that made it. */
    record Entry(UUID job, String digest) {}

    /**
     * Reserves the key for a job, or returns the entry of the job that has it. A second request with the same key waits
     * here until the first has committed or rolled back. An expired key is free again.
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

    /** The entry of a key; empty for a key that is unknown or expired. */
    static Optional<Entry> find(Handle handle, String key) {
        return handle.createQuery("SELECT job_id, digest FROM idempotency WHERE key = :key AND expires_at >= now()")
                .bind("key", key)
                .map((row, context) -> new Entry(row.getObject("job_id", UUID.class), row.getString("digest")))
                .findOne();
    }

    /** Points a key that this transaction has reserved at another job. */
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

    /** More expired keys than new ones, so that they do not pile up. Skips keys that another transaction deletes. */
    private static void deleteSomeExpired(Handle handle) {
        handle.execute("""
                DELETE FROM idempotency WHERE key IN (
                    SELECT key FROM idempotency WHERE expires_at < now() LIMIT 10 FOR UPDATE SKIP LOCKED)
                """);
    }
}

package dev.millrace.model.history;

import org.jdbi.v3.core.Handle;

/** The keys of jobs that must be unique, once nothing holds them any more. */
final class KeyStore {
    private KeyStore() {}

    /**
     * Deletes some keys whose job has ended or is gone, and whose time is over. One that another job takes meanwhile is
     * left alone: it is not that job's any more.
     *
     * @return how many
     */
    static int deleteUnused(Handle handle, int most) {
        return handle.createUpdate("""
                        WITH unused AS MATERIALIZED (
                            SELECT key, job_id FROM unique_key
                            WHERE coalesce(expires_at < now(), true)
                              AND NOT EXISTS (SELECT FROM job WHERE id = unique_key.job_id
                                              AND state IN ('SCHEDULED', 'QUEUED', 'RUNNING'))
                            LIMIT :most)
                        DELETE FROM unique_key WHERE key IN (
                            SELECT unique_key.key FROM unique_key JOIN unused USING (key, job_id)
                            FOR UPDATE OF unique_key SKIP LOCKED)
                        """).bind("most", most).execute();
    }
}

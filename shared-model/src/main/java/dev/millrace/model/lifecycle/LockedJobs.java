package dev.millrace.model.lifecycle;

import dev.millrace.model.job.Job;
import dev.millrace.model.lookup.JobRow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads jobs and locks them until the transaction ends. */
public final class LockedJobs {
    private LockedJobs() {}

    /** Empty when there is no such job. */
    public static Optional<Job> one(Handle handle, UUID id) {
        return handle.createQuery("SELECT * FROM job WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(JobRow::map)
                .findOne();
    }

    /** Without ids that no job has. Whoever locks many jobs does so in the order of their ids, against deadlocks. */
    public static List<Job> all(Handle handle, List<UUID> ids) {
        return handle.createQuery("SELECT * FROM job WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
                .bindArray("ids", UUID.class, ids)
                .map(JobRow::map)
                .list();
    }
}

package dev.millrace.model.lookup;

import dev.millrace.model.job.Job;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The queue positions of jobs, and the jobs that run before them; changes nothing. */
public final class QueuePosition {
    private final Jdbi jdbi;

    public QueuePosition(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The number of jobs of the same queue that are claimed before a queued job.
     *
     * @param most the count ends at this number
     */
    public int ahead(Job job, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM (
                            SELECT 1 FROM job AS other
                            WHERE other.state = 'QUEUED' AND other.queue = :queue
                              AND (other.priority, other.queued_at, other.id) < (
                                  SELECT priority, queued_at, id FROM job WHERE id = :id)
                            LIMIT :most) AS ahead
                        """)
                .bind("queue", job.queue())
                .bind("id", job.id())
                .bind("most", most)
                .mapTo(Integer.class)
                .one());
    }

    /** The jobs that run on these workers, the longest running first. */
    public List<Job> running(List<UUID> workers, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job WHERE state = 'RUNNING' AND worker_id = ANY (:workers)
                        ORDER BY started_at, id LIMIT :limit
                        """)
                .bindArray("workers", UUID.class, workers)
                .bind("limit", limit)
                .map(JobRow::map)
                .list());
    }
}

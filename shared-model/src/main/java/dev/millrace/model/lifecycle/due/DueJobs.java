package dev.millrace.model.lifecycle.due;

import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.ChangedJob;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lookup.StateSql;

/** Queues scheduled jobs when their time has come. */
public final class DueJobs {
    private static final String ENQUEUE =
            """
            WITH due AS MATERIALIZED (
                SELECT id FROM job WHERE state = 'SCHEDULED' AND run_at <= now()
                ORDER BY run_at LIMIT :limit FOR UPDATE SKIP LOCKED),
            changed AS (
                UPDATE job SET state = 'QUEUED', queued_at = now()
                WHERE id = ANY (ARRAY(SELECT id FROM due)) AND %s RETURNING *)
            """.formatted(StateSql.ofKnown(JobState.SCHEDULED)) + ChangedJob.andItsEvent("state", "'{}'");

    private final Transactions transactions;

    public DueJobs(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Queues at most {@code limit} due jobs, the longest overdue first; returns how many it queued. */
    public int enqueue(int limit) {
        return transactions.inOneStatement(change -> change.made(change.handle()
                        .createQuery(ENQUEUE)
                        .bind("limit", limit)
                        .map(ChangedJob::map)
                        .list())
                .size());
    }
}

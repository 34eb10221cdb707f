package dev.millrace.model.lifecycle.progress;

import dev.millrace.model.job.JobState;
import dev.millrace.model.job.Progress;
import dev.millrace.model.json.Json;
import dev.millrace.model.lifecycle.ChangedJob;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lookup.StateSql;
import java.util.Map;
import java.util.UUID;

/** Stores the progress of running attempts. */
public final class ProgressReports {
    private static final String NOTE =
            """
            WITH changed AS (
                UPDATE job SET progress = :percent, progress_message = :message
                WHERE id = :id AND %s AND attempt = :attempt RETURNING *)
            """.formatted(StateSql.ofKnown(JobState.RUNNING)) + ChangedJob.andItsEvent("'PROGRESS'", ":data");

    private final Transactions transactions;

    public ProgressReports(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Stores the progress of an attempt; false when the attempt is stale. */
    public boolean note(UUID job, int attempt, Progress progress) {
        String data = Json.write(Map.of("percent", progress.percent(), "message", progress.message()));
        return transactions.inOneStatement(change -> change.handle()
                .createQuery(NOTE)
                .bind("percent", progress.percent())
                .bind("message", progress.message())
                .bind("id", job)
                .bind("attempt", attempt)
                .bind("data", data)
                .map(ChangedJob::map)
                .findOne()
                .map(change::made)
                .isPresent());
    }
}

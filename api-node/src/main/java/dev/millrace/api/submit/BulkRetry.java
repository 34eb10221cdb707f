package dev.millrace.api.submit;

import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.Query;
import dev.millrace.api.representation.BulkQuery;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.NewJob;
import dev.millrace.model.queue.JobFilter;
import dev.millrace.model.queue.JobQueue;
import dev.millrace.model.queue.JobSearch;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code POST /jobs/bulk/retry}: failed jobs again, each once. One that has been retried is left alone: its retry is the
 * one to look at.
 */
final class BulkRetry {
    private static final List<JobState> POSSIBLE = List.of(JobState.FAILED, JobState.CANCELLED, JobState.SUCCEEDED);
    private static final int TOGETHER = 1_000;
    private static final int REFUSALS = 20;

    private final NewJobs newJobs;
    private final JobQueue queue;
    private final JobSearch search;

    BulkRetry(NewJobs newJobs, JobQueue queue, JobSearch search) {
        this.newJobs = newJobs;
        this.queue = queue;
        this.search = search;
    }

    private record Refusal(UUID id, String detail) {}

    /**
     * What came of it.
     *
     * @param count jobs that were made
     * @param duplicates jobs for which one that is there stands, by their uniqueness
     * @param refused jobs that cannot be repeated, because their tool is gone or has changed
     */
    private record Retried(boolean dryRun, int count, int duplicates, int refused, List<Refusal> refusals) {}

    void retry(Context ctx) {
        BulkQuery query = BulkQuery.of(Query.of(ctx), POSSIBLE, List.of(JobState.FAILED));
        JobFilter filter = query.filter().withoutRetried();
        Retried retried = query.dryRun() ? new Retried(true, search.count(filter), 0, 0, List.of()) : all(filter);
        JsonResponse.write(ctx, 200, retried);
    }

    /** Newest first; what is made by this is newer than all that it looks at. */
    private Retried all(JobFilter filter) {
        int count = 0;
        int duplicates = 0;
        int refused = 0;
        List<Refusal> refusals = new ArrayList<>();
        List<Job> page = search.listPatiently(filter.page(null, TOGETHER)).jobs();
        while (!page.isEmpty()) {
            List<NewJob> again = new ArrayList<>();
            for (Job ended : page) {
                try {
                    again.add(newJobs.again(ended));
                } catch (MillraceException e) {
                    refused++;
                    if (refusals.size() < REFUSALS) {
                        refusals.add(new Refusal(ended.id(), String.valueOf(e.getMessage())));
                    }
                }
            }
            int made = (int) queue.submitAll(again).stream()
                    .filter(submitted -> submitted.origin() == JobQueue.Submitted.Origin.NEW)
                    .count();
            count += made;
            duplicates += again.size() - made;
            page = search.listPatiently(filter.page(page.get(page.size() - 1).id(), TOGETHER))
                    .jobs();
        }
        return new Retried(false, count, duplicates, refused, refusals);
    }
}

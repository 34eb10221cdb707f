package dev.millrace.api.cancel;

import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.Query;
import dev.millrace.api.http.RequestId;
import dev.millrace.api.http.ResourceId;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.representation.BulkQuery;
import dev.millrace.api.representation.JobJson;
import dev.millrace.model.job.JobState;
import dev.millrace.model.queue.BulkCancel;
import dev.millrace.model.queue.JobQueue;
import dev.millrace.model.queue.JobSearch;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;

/** {@code POST /jobs/{id}/cancel} and {@code POST /jobs/bulk/cancel}. */
public final class CancelHandler {
    private static final List<JobState> POSSIBLE = List.of(JobState.SCHEDULED, JobState.QUEUED, JobState.RUNNING);

    private final JobQueue queue;
    private final BulkCancel bulk;
    private final JobSearch search;

    public CancelHandler(JobQueue queue, BulkCancel bulk, JobSearch search) {
        this.queue = queue;
        this.bulk = bulk;
        this.search = search;
    }

    /** @param requested of them run, and end when their workers have stopped them */
    private record Cancelled(boolean dryRun, int count, int requested) {}

    public void cancel(Context ctx) {
        UUID job = ResourceId.of(ctx, "id", "job");
        JsonResponse.write(ctx, 202, JobJson.of(queue.cancel(job, RequestId.of(ctx)), PublicAddress.of(ctx)));
    }

    public void bulk(Context ctx) {
        BulkQuery query = BulkQuery.of(Query.of(ctx), POSSIBLE, POSSIBLE);
        if (query.dryRun()) {
            int count = search.count(query.filter());
            boolean canRun = query.filter().states().contains(JobState.RUNNING);
            int running = canRun ? search.count(query.filter().in(List.of(JobState.RUNNING))) : 0;
            JsonResponse.write(ctx, 200, new Cancelled(true, count, running));
        } else {
            BulkCancel.Count count = bulk.all(query.filter(), RequestId.of(ctx));
            JsonResponse.write(
                    ctx, 200, new Cancelled(false, count.cancelled() + count.requested(), count.requested()));
        }
    }
}

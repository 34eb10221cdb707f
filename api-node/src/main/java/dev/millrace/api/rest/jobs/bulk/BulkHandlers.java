package dev.millrace.api.rest.jobs.bulk;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Query;
import dev.millrace.model.job.JobState;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.operations.Cancel;
import dev.millrace.model.operations.Retry;
import dev.millrace.model.operations.Submit;
import io.javalin.http.Context;
import java.util.List;

/** {@code POST /jobs/bulk}, {@code /jobs/bulk/cancel} and {@code /jobs/bulk/retry}. */
public final class BulkHandlers {
    private final BulkSubmitHandler submit;
    private final Cancel cancel;
    private final Retry retry;

    public BulkHandlers(Submit submit, Cancel cancel, Retry retry) {
        this.submit = new BulkSubmitHandler(submit);
        this.cancel = cancel;
        this.retry = retry;
    }

    /** @param requested of them run, and end when their workers have stopped them */
    private record Cancelled(boolean dryRun, int count, int requested) {}

    public void submit(Context ctx) throws Exception {
        submit.submit(ctx);
    }

    public void cancel(Context ctx) {
        BulkQuery query = BulkQuery.of(Query.of(ctx), Cancel.POSSIBLE, Cancel.POSSIBLE);
        Cancellations.Count count = query.dryRun()
                ? cancel.count(query.filter(), Callers.of(ctx))
                : cancel.all(query.filter(), Callers.of(ctx));
        JsonResponse.write(
                ctx, 200, new Cancelled(query.dryRun(), count.cancelled() + count.requested(), count.requested()));
    }

    public void retry(Context ctx) {
        BulkQuery query = BulkQuery.of(Query.of(ctx), Retry.POSSIBLE, List.of(JobState.FAILED));
        Retry.Retried retried = query.dryRun()
                ? new Retry.Retried(retry.count(query.filter(), Callers.of(ctx)), 0, 0, List.of())
                : retry.all(query.filter(), Callers.of(ctx));
        JsonResponse.write(ctx, 200, RetriedJson.of(query.dryRun(), retried));
    }
}

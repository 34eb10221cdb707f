package dev.millrace.api.cancel;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.api.representation.BulkQuery;
import dev.millrace.api.representation.Callers;
import dev.millrace.api.representation.JobJson;
import dev.millrace.model.lifecycle.cancel.Cancellations;
import dev.millrace.model.operations.Cancel;
import io.javalin.http.Context;
import java.util.UUID;

/** {@code POST /jobs/{id}/cancel} and {@code POST /jobs/bulk/cancel}. */
public final class CancelHandler {
    private final Cancel cancel;

    public CancelHandler(Cancel cancel) {
        this.cancel = cancel;
    }

    /** @param requested of them run, and end when their workers have stopped them */
    private record Cancelled(boolean dryRun, int count, int requested) {}

    public void cancel(Context ctx) {
        UUID job = ResourceId.of(ctx, "id", "job");
        JsonResponse.write(ctx, 202, JobJson.of(cancel.one(job, Callers.of(ctx)), PublicAddress.of(ctx)));
    }

    public void bulk(Context ctx) {
        BulkQuery query = BulkQuery.of(Query.of(ctx), Cancel.POSSIBLE, Cancel.POSSIBLE);
        Cancellations.Count count =
                query.dryRun() ? cancel.count(query.filter()) : cancel.all(query.filter(), Callers.of(ctx));
        JsonResponse.write(
                ctx, 200, new Cancelled(query.dryRun(), count.cancelled() + count.requested(), count.requested()));
    }
}

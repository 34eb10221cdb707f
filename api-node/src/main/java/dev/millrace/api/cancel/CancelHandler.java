package dev.millrace.api.cancel;

import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.RequestId;
import dev.millrace.api.http.ResourceId;
import dev.millrace.api.representation.JobJson;
import dev.millrace.model.queue.JobQueue;
import io.javalin.http.Context;
import java.util.UUID;

/** {@code POST /jobs/{id}/cancel}. */
public final class CancelHandler {
    private final JobQueue queue;

    public CancelHandler(JobQueue queue) {
        this.queue = queue;
    }

    public void cancel(Context ctx) {
        UUID job = ResourceId.of(ctx, "id", "job");
        JsonResponse.write(ctx, 202, JobJson.of(queue.cancel(job, RequestId.of(ctx))));
    }
}

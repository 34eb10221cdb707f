package dev.millrace.api.rest.jobs;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.model.operations.Cancel;
import io.javalin.http.Context;
import java.util.UUID;

/** {@code POST /jobs/{id}/cancel}. */
public final class CancelHandler {
    private final Cancel cancel;

    public CancelHandler(Cancel cancel) {
        this.cancel = cancel;
    }

    public void cancel(Context ctx) {
        UUID job = ResourceId.of(ctx, "id", "job");
        JsonResponse.write(ctx, 202, JobJson.of(cancel.one(job, Callers.of(ctx)), PublicAddress.of(ctx)));
    }
}

package dev.millrace.api.rest.queues;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Query;
import dev.millrace.model.json.Json;
import dev.millrace.model.operations.ControlQueue;
import io.javalin.http.Context;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /queues} and {@code /queues/{name}}, and {@code POST /queues/{name}/pause}, {@code /resume} and {@code /clear}. */
public final class QueueHandlers {
    private final ControlQueue queues;

    public QueueHandlers(ControlQueue queues) {
        this.queues = queues;
    }

    public void list(Context ctx) {
        ObjectNode json = Json.object();
        json.putArray("items")
                .addAll(queues.list(Callers.of(ctx)).stream().map(QueueJson::of).toList());
        JsonResponse.write(ctx, 200, json);
    }

    public void one(Context ctx) {
        JsonResponse.write(ctx, 200, QueueJson.of(queues.one(name(ctx), Callers.of(ctx))));
    }

    public void pause(Context ctx) {
        JsonResponse.write(ctx, 200, QueueJson.of(queues.pause(name(ctx), Callers.of(ctx))));
    }

    public void resume(Context ctx) {
        JsonResponse.write(ctx, 200, QueueJson.of(queues.resume(name(ctx), Callers.of(ctx))));
    }

    public void clear(Context ctx) {
        int cancelled = Query.of(ctx).flag("dryRun", false)
                ? queues.waiting(name(ctx), Callers.of(ctx))
                : queues.clear(name(ctx), Callers.of(ctx));
        JsonResponse.write(ctx, 200, Json.object().put("cancelled", cancelled));
    }

    private static String name(Context ctx) {
        return ctx.pathParam("name");
    }
}

package dev.millrace.api.rest.queues;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Query;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.QueueName;
import dev.millrace.model.json.Json;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.operations.Cancel;
import dev.millrace.model.queues.Queues;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /queues} and {@code /queues/{name}}, and {@code POST /queues/{name}/pause}, {@code /resume} and {@code /clear}. */
public final class QueueHandlers {
    private final Queues queues;
    private final Cancel cancel;

    public QueueHandlers(Queues queues, Cancel cancel) {
        this.queues = queues;
        this.cancel = cancel;
    }

    public void list(Context ctx) {
        ObjectNode json = Json.object();
        json.putArray("items").addAll(queues.list().stream().map(QueueJson::of).toList());
        JsonResponse.write(ctx, 200, json);
    }

    public void one(Context ctx) {
        JsonResponse.write(ctx, 200, QueueJson.of(queues.get(name(ctx))));
    }

    public void pause(Context ctx) {
        JsonResponse.write(ctx, 200, QueueJson.of(queues.pause(name(ctx))));
    }

    public void resume(Context ctx) {
        JsonResponse.write(ctx, 200, QueueJson.of(queues.resume(name(ctx))));
    }

    public void clear(Context ctx) {
        String name = name(ctx);
        JobFilter waiting = new JobFilter(List.of(JobState.SCHEDULED, JobState.QUEUED), null, name, Map.of(), null);
        int cancelled = Query.of(ctx).flag("dryRun", false)
                ? cancel.count(waiting).cancelled()
                : cancel.all(waiting, Callers.of(ctx)).cancelled();
        JsonResponse.write(ctx, 200, Json.object().put("cancelled", cancelled));
    }

    private static String name(Context ctx) {
        String name = ctx.pathParam("name");
        if (!QueueName.isValid(name)) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "The name of a queue must be of the form " + QueueName.FORM.pattern() + ".");
        }
        return name;
    }
}

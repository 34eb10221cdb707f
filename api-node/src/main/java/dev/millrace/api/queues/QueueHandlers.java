package dev.millrace.api.queues;

import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.Query;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.Queues;
import io.javalin.http.Context;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /queues} and {@code /queues/{name}}, and {@code POST /queues/{name}/pause}, {@code /resume} and {@code /clear}. */
public final class QueueHandlers {
    /** As manifests and job requests have it. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,63}");

    private final Queues queues;

    public QueueHandlers(Queues queues) {
        this.queues = queues;
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
        boolean dryRun = Query.of(ctx).value("dryRun", QueueHandlers::truth).orElse(false);
        JsonResponse.write(
                ctx, 200, Json.object().put("cancelled", dryRun ? queues.waiting(name) : queues.clear(name)));
    }

    private static String name(Context ctx) {
        String name = ctx.pathParam("name");
        if (!NAME.matcher(name).matches()) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST, "The name of a queue must be of the form " + NAME.pattern() + ".");
        }
        return name;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }
}

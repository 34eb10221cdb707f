package dev.millrace.api.rest.jobs;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.model.json.Json;
import dev.millrace.model.operations.Why;
import io.javalin.http.Context;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /jobs/{id}/why}: why a job does not run now. */
public final class WhyHandler {
    private final Why why;

    public WhyHandler(Why why) {
        this.why = why;
    }

    public void why(Context ctx) {
        Why.Answer answer = why.of(ResourceId.of(ctx, "id", "job"), Callers.of(ctx));
        ObjectNode json = Json.object()
                .put("id", answer.job().id().toString())
                .put("state", answer.job().state().name())
                .put("reason", answer.reason().name())
                .put("message", answer.message())
                .put("ahead", answer.ahead());
        ArrayNode serving = json.putArray("workers");
        answer.serving()
                .forEach(worker -> serving.addObject()
                        .put("id", worker.id().toString())
                        .put("name", worker.name())
                        .put("slots", worker.slots())
                        .put("busy", worker.jobs().size()));
        ArrayNode running = json.putArray("running");
        answer.running()
                .forEach(other -> running.addObject()
                        .put("id", other.id().toString())
                        .put("tool", other.tool())
                        .put("startedAt", String.valueOf(other.startedAt())));
        JsonResponse.write(ctx, 200, json);
    }
}

package dev.millrace.api.rest.tools;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.RequestBody;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import dev.millrace.model.operations.DefineTool;
import dev.millrace.model.tool.ToolRevision;
import dev.millrace.model.tool.manifest.Manifest;
import dev.millrace.model.tool.manifest.ManifestException;
import dev.millrace.model.tool.manifest.ManifestProblem;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tools}. */
public final class ToolHandlers {
    private static final List<String> ADDED_BY_GET = List.of("revision", "origin", "updatedAt");

    private final DefineTool tools;
    private volatile @Nullable Listing listing;

    public ToolHandlers(DefineTool tools) {
        this.tools = tools;
    }

    /** All tools as they were written out last; most callers find them unchanged. */
    private static final class Listing {
        private final List<ToolRevision> tools;
        private final List<ManifestProblem> problems;
        final byte[] document;

        Listing(List<ToolRevision> tools, List<ManifestProblem> problems) {
            this.tools = tools;
            this.problems = problems;
            ObjectNode json = Json.object();
            json.putArray("items").addAll(tools.stream().map(ToolJson::of).toList());
            json.putArray("problems")
                    .addAll(problems.stream().map(ToolHandlers::json).toList());
            this.document = JsonResponse.bytes(json);
        }

        boolean isOf(List<ToolRevision> otherTools, List<ManifestProblem> otherProblems) {
            return tools.equals(otherTools) && problems.equals(otherProblems);
        }
    }

    public void list(Context ctx) {
        List<ToolRevision> now = tools.list(Callers.of(ctx));
        List<ManifestProblem> problems = tools.problems(Callers.of(ctx));
        Listing last = listing;
        if (last == null || !last.isOf(now, problems)) {
            last = new Listing(now, problems);
            listing = last;
        }
        JsonResponse.send(ctx, last.document);
    }

    private static ObjectNode json(ManifestProblem problem) {
        return Json.object()
                .put("file", problem.file())
                .put("line", problem.line() > 0 ? (Integer) problem.line() : null)
                .put("message", problem.message());
    }

    public void get(Context ctx) {
        JsonResponse.write(ctx, 200, ToolJson.of(tools.one(ctx.pathParam("name"), Callers.of(ctx))));
    }

    public void put(Context ctx) throws Exception {
        String name = ctx.pathParam("name");
        tools.requireChangeable(name, Callers.of(ctx));
        if (RequestBody.mediaType(ctx).name().endsWith("yaml")) {
            RequestBody.bytes(ctx, body -> put(ctx, name, yaml(body)));
        } else {
            RequestBody.json(ctx, body -> put(ctx, name, body));
        }
    }

    private void put(Context ctx, String name, JsonNode document) {
        DefineTool.Defined defined = tools.put(name, withoutAdditions(document), Callers.of(ctx));
        ctx.header("Location", PublicAddress.of(ctx).link("/api/v1/tools/" + name));
        JsonResponse.write(ctx, defined.isNew() ? 201 : 200, ToolJson.of(defined.tool()));
    }

    public void delete(Context ctx) {
        tools.remove(ctx.pathParam("name"), Callers.of(ctx));
        ctx.status(204);
    }

    private static JsonNode yaml(byte[] body) {
        try {
            return Manifest.document("body", body);
        } catch (ManifestException e) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST,
                    "The body is no manifest: " + place(e.problems().get(0)),
                    e);
        }
    }

    private static String place(ManifestProblem problem) {
        return (problem.line() > 0 ? "line " + problem.line() + " " : "it ") + problem.message() + ".";
    }

    /** What GET adds to a definition is left out, so that its answer can be edited and sent back. */
    private static JsonNode withoutAdditions(JsonNode document) {
        return document instanceof ObjectNode object ? object.deepCopy().without(ADDED_BY_GET) : document;
    }
}

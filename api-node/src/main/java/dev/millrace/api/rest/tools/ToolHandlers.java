package dev.millrace.api.rest.tools;

import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.RequestBody;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.error.Violation;
import dev.millrace.model.json.Json;
import dev.millrace.model.registry.Tool;
import dev.millrace.model.registry.ToolRegistry;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.ToolRevision;
import dev.millrace.model.tool.manifest.Manifest;
import dev.millrace.model.tool.manifest.ManifestException;
import dev.millrace.model.tool.manifest.ManifestProblem;
import dev.millrace.model.tool.manifest.ToolDefinitions;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tools}. Who may define a tool may run any program, so writing is off unless the operator switches it on. */
public final class ToolHandlers {
    private static final List<String> ADDED_BY_GET = List.of("revision", "origin", "updatedAt");

    private final ToolRegistry registry;
    private final boolean writable;
    private volatile @Nullable Listing listing;

    public ToolHandlers(ToolRegistry registry, boolean writable) {
        this.registry = registry;
        this.writable = writable;
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
        List<ToolRevision> tools = registry.list().stream().map(Tool::revision).toList();
        List<ManifestProblem> problems = registry.problems();
        Listing last = listing;
        if (last == null || !last.isOf(tools, problems)) {
            last = new Listing(tools, problems);
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
        JsonResponse.write(
                ctx, 200, ToolJson.of(registry.get(ctx.pathParam("name")).revision()));
    }

    public void put(Context ctx) throws Exception {
        String name = ctx.pathParam("name");
        requireWritable(name);
        if (RequestBody.mediaType(ctx).name().endsWith("yaml")) {
            RequestBody.bytes(ctx, body -> put(ctx, name, yaml(body)));
        } else {
            RequestBody.json(ctx, body -> put(ctx, name, body));
        }
    }

    private void put(Context ctx, String name, JsonNode document) {
        boolean isNew = !registry.contains(name);
        registry.register(ToolDefinitions.read(named(document, name), null), ToolOrigin.API);
        ctx.header("Location", PublicAddress.of(ctx).link("/api/v1/tools/" + name));
        JsonResponse.write(
                ctx, isNew ? 201 : 200, ToolJson.of(registry.get(name).revision()));
    }

    public void delete(Context ctx) {
        String name = ctx.pathParam("name");
        requireWritable(name);
        Tool tool = registry.get(name);
        registry.remove(tool.name(), ToolOrigin.API);
        ctx.status(204);
    }

    private void requireWritable(String name) {
        if (!writable) {
            throw new MillraceException(
                    ErrorCode.FORBIDDEN,
                    "Changing tools over HTTP is off. Who may define a tool may run any program on the workers; the "
                            + "operator switches it on with MILLRACE_TOOLS_WRITABLE=true.");
        }
        if (registry.contains(name) && registry.get(name).revision().origin() == ToolOrigin.DIRECTORY) {
            throw new MillraceException(
                    ErrorCode.CONFLICT,
                    "Tool '" + name + "' comes from the tools directory; change its manifest there.");
        }
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

    /**
     * The name in the path counts; a body may leave it out, but not contradict. What GET adds to a definition is left
     * out, so that its answer can be edited and sent back.
     */
    private static JsonNode named(JsonNode document, String name) {
        if (!document.isObject()) {
            return document;
        }
        ObjectNode object = ((ObjectNode) document).deepCopy().without(ADDED_BY_GET);
        if (!object.has("name")) {
            return object.put("name", name);
        }
        if (!ToolDefinitions.name(object).orElse("").equals(name)) {
            throw new MillraceException(
                    ErrorCode.INVALID_TOOL,
                    "The definition names another tool than the path.",
                    List.of(new Violation("/name", "must be '" + name + "', as in the path, or be left out")));
        }
        return object;
    }
}

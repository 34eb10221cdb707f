package dev.millrace.api.lookup;

import dev.millrace.api.http.ContentResponse;
import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.ResourceId;
import dev.millrace.api.representation.JobJson;
import dev.millrace.model.artifact.ArtifactStore;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Artifact;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.JobReader;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /jobs/{id}/artifacts} and {@code …/artifacts/{name}}. A later attempt's file hides an earlier one's. */
public final class ArtifactHandlers {
    private final JobReader jobs;
    private final ArtifactStore store;

    public ArtifactHandlers(JobReader jobs, ArtifactStore store) {
        this.jobs = jobs;
        this.store = store;
    }

    public void list(Context ctx) {
        UUID job = jobs.get(ResourceId.of(ctx, "id", "job")).id();
        ObjectNode json = Json.object();
        json.putArray("items")
                .addAll(visible(job).values().stream()
                        .map(artifact -> json(job, artifact))
                        .toList());
        JsonResponse.write(ctx, 200, json);
    }

    public void get(Context ctx) throws IOException {
        UUID job = jobs.get(ResourceId.of(ctx, "id", "job")).id();
        String name = ctx.pathParam("name");
        Artifact artifact = visible(job).get(name);
        InputStream content = artifact == null
                ? null
                : store.open(job, artifact.attempt(), name).orElse(null);
        if (artifact == null || content == null) {
            throw new MillraceException(ErrorCode.NOT_FOUND, "Job " + job + " has no such artifact.");
        }
        ctx.header("Content-Disposition", "attachment; filename*=UTF-8''" + encode(lastPart(name)));
        ctx.header("X-Content-Type-Options", "nosniff");
        ContentResponse.write(ctx, artifact.mediaType(), content);
    }

    private Map<String, Artifact> visible(UUID job) {
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        jobs.artifacts(job).forEach(artifact -> artifacts.put(artifact.name(), artifact));
        return artifacts;
    }

    private static ObjectNode json(UUID job, Artifact artifact) {
        String path = encode(artifact.name()).replace("%2F", "/");
        return Json.object()
                .put("name", artifact.name())
                .put("bytes", artifact.bytes())
                .put("mediaType", artifact.mediaType())
                .put("sha256", artifact.sha256())
                .put("attempt", artifact.attempt())
                .put("href", JobJson.PATH + job + "/artifacts/" + path);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

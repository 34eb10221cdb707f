package dev.millrace.api.rest.artifacts;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.ContentResponse;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.api.rest.jobs.JobJson;
import dev.millrace.model.attempt.Artifact;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import dev.millrace.model.operations.Read;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /jobs/{id}/artifacts} and {@code …/artifacts/{name}}. A later attempt's file hides an earlier one's. */
public final class ArtifactHandlers {
    private final Read read;

    public ArtifactHandlers(Read read) {
        this.read = read;
    }

    public void list(Context ctx) {
        UUID job = ResourceId.of(ctx, "id", "job");
        String path = JobJson.path(job, PublicAddress.of(ctx)) + "/artifacts/";
        ObjectNode json = Json.object();
        json.putArray("items")
                .addAll(read.artifacts(job, Callers.of(ctx)).values().stream()
                        .map(artifact -> json(path, artifact))
                        .toList());
        JsonResponse.write(ctx, 200, json);
    }

    public void get(Context ctx) throws IOException {
        Read.OpenArtifact opened =
                read.artifact(ResourceId.of(ctx, "id", "job"), ctx.pathParam("name"), Callers.of(ctx));
        try {
            answer(ctx, opened.artifact(), opened.content());
        } catch (IOException | RuntimeException e) {
            opened.content().close();
            throw e;
        }
    }

    /** The content is closed by whoever sends it; where nothing is sent, here. */
    private static void answer(Context ctx, Artifact artifact, InputStream content) throws IOException {
        String tag = '"' + artifact.sha256() + '"';
        ctx.header("ETag", tag);
        ctx.header("Accept-Ranges", "bytes");
        ctx.header("Content-Disposition", "attachment; filename*=UTF-8''" + attribute(lastPart(artifact.name())));
        ctx.header("X-Content-Type-Options", "nosniff");
        if (names(ctx.header("If-None-Match"), tag)) {
            ctx.status(304);
            content.close();
            return;
        }
        ByteRange range = range(ctx, tag, artifact.bytes());
        content.skipNBytes(range.first());
        ContentResponse.writeAsItIs(
                ctx, artifact.mediaType(), new ExactLength(content, range.length()), range.length());
    }

    /** What to send; the status says whether that is a part. */
    private static ByteRange range(Context ctx, String tag, long size) {
        String condition = ctx.header("If-Range");
        boolean applies = ctx.method().equals(HandlerType.GET) && (condition == null || condition.equals(tag));
        try {
            Optional<ByteRange> part = ByteRange.of(applies ? ctx.header("Range") : null, size);
            part.ifPresent(range -> ctx.status(206).header("Content-Range", range.text(size)));
            return part.orElse(new ByteRange(0, size));
        } catch (MillraceException none) {
            ctx.header("Content-Range", "bytes */" + size);
            throw none;
        }
    }

    /** Whether a list of entity tags names this one; a weak one means the same bytes here. */
    private static boolean names(@Nullable String tags, String tag) {
        if (tags == null) {
            return false;
        }
        return tags.strip().equals("*")
                || Arrays.stream(tags.split(",", -1))
                        .map(one -> one.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag::equals);
    }

    /** @param path before the artifact's name */
    private static ObjectNode json(String path, Artifact artifact) {
        return Json.object()
                .put("name", artifact.name())
                .put("bytes", artifact.bytes())
                .put("mediaType", artifact.mediaType())
                .put("sha256", artifact.sha256())
                .put("attempt", artifact.attempt())
                .put("href", path + encode(artifact.name()).replace("%2F", "/"));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** As an extended value of a header parameter wants it (RFC 8187), where an asterisk is one of the separators. */
    private static String attribute(String text) {
        return encode(text).replace("*", "%2A");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

package dev.millrace.api.rest.jobs;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.RequestBody;
import dev.millrace.api.http.request.RequestHeaders;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.lifecycle.submit.IdempotencyKey;
import dev.millrace.model.lifecycle.submit.Submitted;
import dev.millrace.model.operations.Retry;
import dev.millrace.model.operations.Submit;
import io.javalin.http.Context;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code POST /jobs} and {@code /jobs/{id}/retry}: the ways to get a new job. */
public final class SubmitHandlers {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Submit submit;
    private final Retry retry;

    public SubmitHandlers(Submit submit, Retry retry) {
        this.submit = submit;
        this.retry = retry;
    }

    public void submit(Context ctx) throws Exception {
        String key = idempotencyKey(ctx);
        RequestBody.json(
                ctx,
                body -> answer(
                        ctx, submit.one(() -> RunRequestReader.read(body), idempotency(key, body), Callers.of(ctx))));
    }

    public void retry(Context ctx) {
        answer(ctx, retry.one(ResourceId.of(ctx, "id", "job"), Callers.of(ctx)));
    }

    private static @Nullable String idempotencyKey(Context ctx) {
        String key = RequestHeaders.once(ctx, "Idempotency-Key").orElse(null);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST, "The Idempotency-Key must be 1 to 255 visible ASCII characters.");
        }
        return key;
    }

    private static @Nullable IdempotencyKey idempotency(@Nullable String key, JsonNode body) {
        return key == null ? null : new IdempotencyKey(key, Json.sha256Hex(Json.canonical(body)));
    }

    private static void answer(Context ctx, Submitted submitted) {
        Job job = submitted.job();
        PublicAddress address = PublicAddress.of(ctx);
        ctx.header("Location", JobJson.path(job.id(), address));
        int status = switch (submitted.origin()) {
            case NEW -> 202;
            case REPLAYED -> {
                ctx.header("Idempotent-Replayed", "true");
                yield 202;
            }
            case DUPLICATE -> {
                ctx.header("Unique-Duplicate", "true");
                yield 200;
            }
        };
        JsonResponse.write(ctx, status, JobJson.of(job, address));
    }
}

package dev.millrace.api.submit;

import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.RequestBody;
import dev.millrace.api.http.RequestHeaders;
import dev.millrace.api.http.ResourceId;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.registry.ToolRegistry;
import dev.millrace.api.representation.JobJson;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.JobQueue;
import dev.millrace.model.queue.JobReader;
import dev.millrace.model.queue.JobSearch;
import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code POST /jobs}, {@code /jobs/bulk}, {@code /jobs/{id}/retry} and {@code /jobs/bulk/retry}: the ways to get new jobs. */
public final class SubmitHandlers {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final JobQueue queue;
    private final JobReader jobs;
    private final NewJobs newJobs;
    private final BulkHandler bulk;
    private final BulkRetry bulkRetry;

    public SubmitHandlers(ToolRegistry tools, JobQueue queue, JobReader jobs, JobSearch search) {
        this.queue = queue;
        this.jobs = jobs;
        this.newJobs = new NewJobs(tools);
        this.bulk = new BulkHandler(newJobs, queue);
        this.bulkRetry = new BulkRetry(newJobs, queue, search);
    }

    public void submit(Context ctx) throws Exception {
        String key = idempotencyKey(ctx);
        RequestBody.json(ctx, body -> submit(ctx, key, body));
    }

    private void submit(Context ctx, @Nullable String key, JsonNode body) {
        JobQueue.Idempotency idempotency = idempotency(key, body);
        // First of all: the tool may have changed since, and the same request still means the same job.
        JobQueue.Submitted submitted = idempotency == null
                ? submit(body, null)
                : queue.earlier(idempotency).orElseGet(() -> submit(body, idempotency));
        answer(ctx, submitted);
    }

    private JobQueue.Submitted submit(JsonNode body, JobQueue.@Nullable Idempotency idempotency) {
        return queue.submit(newJobs.of(body), idempotency);
    }

    public void bulk(Context ctx) throws Exception {
        bulk.submit(ctx);
    }

    public void bulkRetry(Context ctx) {
        bulkRetry.retry(ctx);
    }

    public void retry(Context ctx) {
        answer(ctx, again(ResourceId.of(ctx, "id", "job")));
    }

    /**
     * Submits a job like one that has ended, with the tool's current revision, unless one that is there stands for it.
     *
     * @throws MillraceException {@code NOT_FOUND}, {@code CONFLICT} when the job has not ended, or
     *     {@code INVALID_PARAMETERS} when the tool has changed so that the parameters do not fit any more
     */
    public Job retry(UUID id) {
        return again(id).job();
    }

    private JobQueue.Submitted again(UUID id) {
        Job ended = jobs.get(id);
        if (!ended.state().isTerminal()) {
            throw new MillraceException(
                    ErrorCode.CONFLICT, "Job " + id + " has not ended: it is " + ended.state() + ".");
        }
        return queue.submit(newJobs.again(ended), null);
    }

    private static @Nullable String idempotencyKey(Context ctx) {
        String key = RequestHeaders.once(ctx, "Idempotency-Key").orElse(null);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new MillraceException(
                    ErrorCode.MALFORMED_REQUEST, "The Idempotency-Key must be 1 to 255 visible ASCII characters.");
        }
        return key;
    }

    private static JobQueue.@Nullable Idempotency idempotency(@Nullable String key, JsonNode body) {
        return key == null ? null : new JobQueue.Idempotency(key, Json.sha256Hex(Json.canonical(body)));
    }

    private static void answer(Context ctx, JobQueue.Submitted submitted) {
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

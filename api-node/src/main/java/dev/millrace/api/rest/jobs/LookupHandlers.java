package dev.millrace.api.rest.jobs;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.address.PublicAddress;
import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.api.http.stream.DelayedAnswer;
import dev.millrace.model.config.Durations;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobWithAttempts;
import dev.millrace.model.json.Json;
import dev.millrace.model.lookup.JobFilter;
import dev.millrace.model.lookup.JobSearch;
import dev.millrace.model.operations.Caller;
import dev.millrace.model.operations.Read;
import dev.millrace.model.operations.Wait;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /jobs}, {@code GET /jobs/{id}} and {@code GET /jobs/{id}/result}. */
public final class LookupHandlers {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final int MAX_PAGE = 200;
    private static final int PAGE = 50;

    private final Read read;
    private final Wait wait;

    /** Shares answers: many open pages ask for the same list. */
    private final SingleFlight<ListQuestion, byte[]> lists = new SingleFlight<>();

    /** The address is a part of it: links differ with the one under which the caller finds the node. */
    private record ListQuestion(JobFilter.Page page, PublicAddress address) {}

    public LookupHandlers(Read read, Wait wait) {
        this.read = read;
        this.wait = wait;
    }

    public void one(Context ctx) {
        UUID id = ResourceId.of(ctx, "id", "job");
        Duration limit = Query.of(ctx).duration("wait", Durations::parse, MAX_WAIT, Duration.ZERO);
        Caller caller = Callers.of(ctx);
        JobWithAttempts now = read.withAttempts(id, caller);
        if (limit.isZero() || now.job().state().isTerminal()) {
            answer(ctx, now);
        } else {
            DelayedAnswer.when(
                    wait.untilEnded(id, caller), limit, ctx, later -> answer(later, read.withAttempts(id, caller)));
        }
    }

    private static void answer(Context ctx, JobWithAttempts found) {
        JsonResponse.write(ctx, 200, JobJson.of(found.job(), found.attempts(), PublicAddress.of(ctx)));
    }

    public void list(Context ctx) {
        Query query = Query.of(ctx);
        int limit = (int) query.number("limit", 1, MAX_PAGE, PAGE);
        UUID cursor = query.uuid("cursor").orElse(null);
        JobFilter.Page page = JobQuery.filter(query).page(cursor, limit);
        ListQuestion question = new ListQuestion(page, PublicAddress.of(ctx));
        JsonResponse.send(ctx, lists.ask(question, () -> list(question, Callers.of(ctx))));
    }

    private byte[] list(ListQuestion question, Caller caller) {
        JobSearch.Found found = read.list(question.page(), caller);
        List<Job> jobs = found.jobs();
        ObjectNode json = Json.object();
        json.putArray("items")
                .addAll(jobs.stream()
                        .map(job -> JobJson.of(job, question.address()))
                        .toList());
        json.put("next", found.more() ? jobs.get(jobs.size() - 1).id().toString() : null);
        return JsonResponse.bytes(json);
    }

    public void result(Context ctx) {
        String result = read.result(ResourceId.of(ctx, "id", "job"), Callers.of(ctx));
        JsonResponse.send(ctx, result.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.millrace.api.lookup;

import dev.millrace.api.http.DelayedAnswer;
import dev.millrace.api.http.JsonResponse;
import dev.millrace.api.http.Query;
import dev.millrace.api.http.ResourceId;
import dev.millrace.api.representation.JobJson;
import dev.millrace.api.watch.JobWait;
import dev.millrace.model.config.Durations;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.job.JobWithAttempts;
import dev.millrace.model.json.Json;
import dev.millrace.model.queue.JobFilter;
import dev.millrace.model.queue.JobReader;
import dev.millrace.model.queue.JobSearch;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /jobs}, {@code GET /jobs/{id}} and {@code GET /jobs/{id}/result}. */
public final class LookupHandlers {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final int MAX_PAGE = 200;
    private static final int PAGE = 50;

    private final JobReader jobs;
    private final JobSearch search;
    private final JobWait wait;

    public LookupHandlers(JobReader jobs, JobSearch search, JobWait wait) {
        this.jobs = jobs;
        this.search = search;
        this.wait = wait;
    }

    public void one(Context ctx) {
        UUID id = ResourceId.of(ctx, "id", "job");
        Duration limit = Query.of(ctx).duration("wait", Durations::parse, MAX_WAIT, Duration.ZERO);
        JobWithAttempts now = jobs.withAttempts(id);
        if (limit.isZero() || now.job().state().isTerminal()) {
            answer(ctx, now);
        } else {
            DelayedAnswer.when(wait.end(id), limit, ctx, later -> answer(later, jobs.withAttempts(id)));
        }
    }

    private static void answer(Context ctx, JobWithAttempts found) {
        JsonResponse.write(ctx, 200, JobJson.of(found.job(), found.attempts()));
    }

    public void list(Context ctx) {
        JobFilter filter = filter(Query.of(ctx));
        List<Job> page = search.list(filter);
        boolean more = page.size() == filter.limit();
        ObjectNode json = Json.object();
        int shown = filter.limit() - 1;
        json.putArray("items")
                .addAll(page.stream().limit(shown).map(JobJson::of).toList());
        json.put("next", more ? page.get(shown - 1).id().toString() : null);
        JsonResponse.write(ctx, 200, json);
    }

    /** One more than asked for, in order to know whether there are more. */
    private static JobFilter filter(Query query) {
        return new JobFilter(
                query.constants("state", JobState.class, JobState::name),
                query.text("tool").orElse(null),
                query.text("queue").orElse(null),
                labels(query),
                query.text("q").filter(text -> !text.isBlank()).orElse(null),
                query.uuid("cursor").orElse(null),
                (int) query.number("limit", 1, MAX_PAGE, PAGE) + 1);
    }

    private static Map<String, String> labels(Query query) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : query.list("label")) {
            int colon = label.indexOf(':');
            if (colon < 1) {
                throw new MillraceException(
                        ErrorCode.MALFORMED_REQUEST, "A label is asked for as label=NAME:VALUE, like label=team:docs.");
            }
            String before = labels.put(label.substring(0, colon), label.substring(colon + 1));
            if (before != null) {
                throw new MillraceException(
                        ErrorCode.MALFORMED_REQUEST, "A label has one value; ask for each name once.");
            }
        }
        return labels;
    }

    public void result(Context ctx) {
        Job job = jobs.get(ResourceId.of(ctx, "id", "job"));
        String result = jobs.result(job.id())
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.NOT_FOUND, "Job " + job.id() + " has no result; it is " + job.state() + "."));
        ctx.contentType("application/json").result(result.getBytes(StandardCharsets.UTF_8));
    }
}

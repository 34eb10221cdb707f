package dev.millrace.api.dashboard;

import dev.millrace.api.http.problem.DatabaseAway;
import dev.millrace.api.http.request.Query;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.model.db.PostgresError;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jobrunr.dashboard.JobRunrApiHandler;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;

/** The page's questions, answered by JobRunr. It answers bad input with a stack trace, so input is checked here. */
final class DashboardCalls {
    private static final int LONGEST_PAGE = 200;
    private static final Set<String> STATES =
            Stream.of(StateName.values()).map(StateName::name).collect(Collectors.toUnmodifiableSet());

    private final StorageProvider storage;
    private final JsonMapper json;
    private final JobRunrApiHandler jobRunr;

    DashboardCalls(StorageProvider storage, JsonMapper json) {
        this.storage = new UnwatchedStorage(storage);
        this.json = json;
        this.jobRunr = new JobRunrApiHandler(this.storage, json, false);
    }

    /** A page of a list. */
    void page(Context ctx) {
        Query query = Query.of(ctx);
        query.number("offset", 0, Integer.MAX_VALUE, 0);
        query.number("limit", 1, LONGEST_PAGE, 1);
        query.value("state", DashboardCalls::state);
        query.value("order", DashboardCalls::order);
        forward(ctx);
    }

    void job(Context ctx) {
        ResourceId.of(ctx, "id", "job");
        forward(ctx);
    }

    /** JobRunr keeps the problems it has seen and listens for more; ours are looked up anew each time. */
    void problems(Context ctx) {
        forward(ctx, new JobRunrApiHandler(storage, json, false));
    }

    void forward(Context ctx) {
        forward(ctx, jobRunr);
    }

    private static void forward(Context ctx, JobRunrApiHandler handler) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DashboardExchange exchange = new DashboardExchange(ctx, ctx.req().getQueryString(), body);
        handler.handle(exchange);
        switch (exchange.getResponseCode()) {
            case 200 -> ctx.contentType("application/json").result(body.toByteArray());
            case 204 -> ctx.status(204);
            case 404 -> throw notFound();
            default -> throw failure(body.toString(StandardCharsets.UTF_8));
        }
    }

    private static MillraceException notFound() {
        return new MillraceException(ErrorCode.NOT_FOUND, "JobRunr has no such thing.");
    }

    /** JobRunr has caught its exception and left only the text; an outage is told from a fault by what it names. */
    private static RuntimeException failure(String trace) {
        if (trace.contains("Unknown problem of type") || trace.contains("cannot be dismissed")) {
            return notFound();
        }
        if (trace.contains("IllegalJobStateChangeException") || trace.contains("ConcurrentJobModificationException")) {
            return new MillraceException(
                    ErrorCode.CONFLICT, "The job is in another state by now, which does not allow that.");
        }
        return trace.contains("SQLTransientConnectionException")
                ? DatabaseAway.refusal(PostgresError.AWAY)
                : new IllegalStateException("JobRunr failed: " + trace);
    }

    private static String state(String text) {
        if (STATES.contains(text)) {
            return text;
        }
        throw new IllegalArgumentException("not a state of JobRunr's");
    }

    private static String order(String text) {
        if (text.matches("[A-Za-z]+:(ASC|DESC)")) {
            return text;
        }
        throw new IllegalArgumentException("not an order");
    }
}

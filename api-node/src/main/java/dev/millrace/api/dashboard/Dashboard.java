package dev.millrace.api.dashboard;

import static dev.millrace.api.http.route.Method.DELETE;
import static dev.millrace.api.http.route.Method.GET;
import static dev.millrace.api.http.route.Method.POST;

import dev.millrace.api.caller.Callers;
import dev.millrace.api.http.request.ResourceId;
import dev.millrace.api.http.route.Route;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.ThreadSafeStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;

/**
 * JobRunr's dashboard as routes of ours. Its JavaScript has the paths of its calls built in; they do not collide with
 * {@code /api/v1}, and {@link DashboardPage} puts the public path before them.
 */
public final class Dashboard implements AutoCloseable {
    private final DashboardPage page = new DashboardPage();
    private final DashboardCalls calls;
    private final DashboardStreams streams;
    private final DashboardActions actions;

    /** @param storage JobRunr's jobs; polled for figures only while somebody watches */
    public Dashboard(StorageProvider storage, JsonMapper json, DashboardActions actions) {
        StorageProvider shared = new ThreadSafeStorageProvider(storage);
        this.calls = new DashboardCalls(shared, json);
        this.streams = new DashboardStreams(shared, json);
        this.actions = actions;
    }

    public List<Route> routes() {
        return List.of(
                Route.passThrough(GET, "/dashboard", page),
                Route.passThrough(GET, "/dashboard/*", page),
                Route.passThrough(GET, "/api/jobs", calls::page),
                Route.passThrough(GET, "/api/jobs/{id}", calls::job),
                Route.passThrough(
                        DELETE, "/api/jobs/{id}", ctx -> act(ctx, job -> actions.cancel(job, Callers.of(ctx)))),
                Route.passThrough(
                        POST, "/api/jobs/{id}/requeue", ctx -> act(ctx, job -> actions.requeue(job, Callers.of(ctx)))),
                Route.passThrough(GET, "/api/problems", calls::problems),
                Route.passThrough(DELETE, "/api/problems/{type}", calls::problems),
                Route.passThrough(GET, "/api/recurring-jobs", calls::page),
                Route.passThrough(DELETE, "/api/recurring-jobs/{id}", calls::forward),
                Route.passThrough(POST, "/api/recurring-jobs/{id}/trigger", calls::forward),
                Route.passThrough(GET, "/api/servers", calls::forward),
                Route.passThrough(GET, "/api/version", calls::forward),
                Route.passThrough(GET, "/api/metadata/{name}/{owner}", calls::forward),
                Route.passThrough(GET, "/sse/jobstats", streams::follow),
                Route.passThrough(GET, "/sse/servers", streams::follow),
                Route.passThrough(GET, "/sse/jobs/{id}", streams::followJob));
    }

    @Override
    public void close() {
        streams.close();
    }

    /** A tool's job goes the way of the API; of other programs' jobs and of all recurring ones, JobRunr knows itself. */
    private void act(Context ctx, Consumer<UUID> action) {
        UUID job = ResourceId.of(ctx, "id", "job");
        try {
            action.accept(job);
            ctx.status(204);
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            calls.forward(ctx);
        }
    }
}

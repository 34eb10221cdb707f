package dev.millrace.api.http.problem;

import dev.millrace.api.http.route.Method;
import dev.millrace.api.http.route.Route;
import dev.millrace.model.db.OutageLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs the begin and the end of an outage of Postgres, as requests show it. The node does not repeat a request that it
 * answered with 503. A success of another request on the same route shows that Postgres works again.
 */
final class RefusedRequests {
    /**
     * Time without a refusal before the outage counts as over: requests that succeed and fail in turn are one outage.
     */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final OutageLog log;
    private final LongSupplier nanoTime;

    /** The time of the last refusal of each route. */
    private final Map<Route, Long> refused = new HashMap<>();

    private volatile boolean any;

    RefusedRequests(OutageLog log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** @param route null for a request without a route */
    synchronized void refused(@Nullable Route route, Throwable failure) {
        log.failed(failure);
        if (route != null) {
            refused.put(route, nanoTime.getAsLong());
            any = true;
        }
    }

    /** Is called after each answer. It costs next to nothing while no request is refused. */
    void answered(@Nullable Route route, int status) {
        if (any && route != null && status / 100 == 2) {
            done(route);
        }
    }

    /** A Postgres that accepts changes can also be read. The reverse is not true, for example with a full disk. */
    private synchronized void done(Route route) {
        boolean changes = changes(route);
        long now = nanoTime.getAsLong();
        boolean quiet = refused.entrySet().stream()
                .filter(entry -> changes || !changes(entry.getKey()))
                .allMatch(entry -> now - entry.getValue() >= QUIET.toNanos());
        if (refused.containsKey(route) && quiet) {
            refused.keySet().removeIf(other -> changes || !changes(other));
            any = !refused.isEmpty();
            if (!any) {
                log.done();
            }
        }
    }

    private static boolean changes(Route route) {
        return route.method() != Method.GET;
    }
}

package dev.millrace.api.http;

import dev.millrace.model.db.OutageLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the log that requests are answered with 503 for what Postgres does, and when that is over. Nobody tries such a
 * request again here; but when others of the same route are done, Postgres does again what it did not do.
 */
final class RefusedRequests {
    /** Where some requests are done and some are not, that is one outage and not one for each. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final OutageLog log;
    private final LongSupplier nanoTime;

    /** Routes that were refused, and when that was for the last time. */
    private final Map<Route, Long> refused = new HashMap<>();

    private volatile boolean any;

    RefusedRequests(OutageLog log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** @param route null where none was found for the request */
    synchronized void refused(@Nullable Route route, Throwable failure) {
        log.failed(failure);
        if (route != null) {
            refused.put(route, nanoTime.getAsLong());
            any = true;
        }
    }

    /** To be told of each answer; costs next to nothing while none is refused. */
    void answered(@Nullable Route route, int status) {
        if (any && route != null && status / 100 == 2) {
            done(route);
        }
    }

    /** Who takes changes can be read as well; not the other way about, as with a full disk. */
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

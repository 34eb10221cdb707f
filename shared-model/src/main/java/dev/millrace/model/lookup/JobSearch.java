package dev.millrace.model.lookup;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Lists jobs. Without an index in the order of the list, Postgres may have to read all jobs. So the newest jobs are
 * searched first. A search of all jobs may take two seconds, and a node runs two of them at once.
 */
public final class JobSearch {
    private static final int AT_ONCE = 2;
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TURN_TIMEOUT = Duration.ofMillis(500);

    /** So many jobs are read in some milliseconds. */
    private static final int NEWEST = 2_000;

    private static final String QUERY_CANCELED = "57014";

    private final Jdbi jdbi;
    private final Duration statementTimeout;
    private final Duration turnTimeout;
    private final Semaphore free = new Semaphore(AT_ONCE, true);

    public JobSearch(Jdbi jdbi) {
        this(jdbi, STATEMENT_TIMEOUT, TURN_TIMEOUT);
    }

    /**
     * @param statementTimeout time for Postgres
     * @param turnTimeout time to wait for other searches
     */
    JobSearch(Jdbi jdbi, Duration statementTimeout, Duration turnTimeout) {
        this.jdbi = jdbi;
        this.statementTimeout = statementTimeout;
        this.turnTimeout = turnTimeout;
    }

    /**
     * A page of jobs.
     *
     * @param more whether jobs follow; a page with very long parameters has fewer jobs than asked for
     */
    public record Found(List<Job> jobs, boolean more) {}

    /**
     * The jobs that match, newest first.
     *
     * @throws MillraceException {@code UNAVAILABLE} when the search takes too long, or others search all jobs
     */
    public Found list(JobFilter.Page page) {
        JobFilter filter = page.filter();
        if (filter.text() == null) {
            boolean hasOrderedIndex = isOrdered(filter);
            Found found = jdbi.inTransaction(handle -> {
                useIndexOrder(handle);
                return hasOrderedIndex
                        ? JobFilterSql.page(handle, page)
                        : JobFilterSql.pageOfNewest(handle, page, NEWEST);
            });
            if (hasOrderedIndex || found.more()) {
                return found;
            }
        }
        return inTurn(handle -> JobFilterSql.page(handle, page));
    }

    /**
     * The same for a caller that reads all matching jobs, page by page. Without a text the search has no time limit.
     *
     * @throws MillraceException {@code UNAVAILABLE} when a search for a text takes too long, or others search all jobs
     */
    public Found listPatiently(JobFilter.Page page) {
        if (page.filter().text() != null) {
            return inTurn(handle -> JobFilterSql.page(handle, page));
        }
        return jdbi.inTransaction(handle -> {
            if (page.filter().labels().isEmpty()) {
                useIndexOrder(handle);
            }
            return JobFilterSql.page(handle, page);
        });
    }

    private static boolean isOrdered(JobFilter filter) {
        boolean byTool = filter.tool() != null;
        return filter.queue() == null
                && filter.labels().isEmpty()
                && !(byTool && !filter.states().isEmpty());
    }

    /**
     * Until the end of the transaction the planner, whose statistics may be old, must use an index in the list's order.
     */
    private static void useIndexOrder(Handle handle) {
        handle.createQuery("SELECT "
                        + Stream.of("enable_bitmapscan", "enable_sort")
                                .map(way -> "set_config('" + way + "', 'off', true)")
                                .collect(Collectors.joining(" || ")))
                .mapTo(String.class)
                .one();
    }

    /** How many match; throws as {@link #listPatiently} does. */
    public int count(JobFilter filter) {
        return filter.text() == null
                ? jdbi.withHandle(handle -> JobFilterSql.count(handle, filter))
                : inTurn(handle -> JobFilterSql.count(handle, filter));
    }

    private <T> T inTurn(HandleCallback<T, RuntimeException> search) {
        if (!hasTurn()) {
            throw new MillraceException(
                    ErrorCode.UNAVAILABLE,
                    "This node looks through all jobs " + AT_ONCE
                            + " times already, and no more at once; search again, or narrow it by state.");
        }
        try {
            return inTime(search);
        } finally {
            free.release();
        }
    }

    private boolean hasTurn() {
        try {
            return free.tryAcquire(turnTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T inTime(HandleCallback<T, RuntimeException> search) {
        try {
            return jdbi.inTransaction(handle -> {
                bound(handle);
                return search.withHandle(handle);
            });
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException sql && QUERY_CANCELED.equals(sql.getSQLState())) {
                throw new MillraceException(
                        ErrorCode.UNAVAILABLE,
                        "The search took too long. Narrow it by state, tool, queue or label.",
                        e);
            }
            throw e;
        }
    }

    /** Until the end of the transaction. */
    private void bound(Handle handle) {
        handle.createQuery("SELECT set_config('statement_timeout', :millis, true)")
                .bind("millis", String.valueOf(statementTimeout.toMillis()))
                .mapTo(String.class)
                .one();
    }
}

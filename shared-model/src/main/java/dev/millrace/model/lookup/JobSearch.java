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
 * Lists jobs. Where no index has them in the order of the list, Postgres may have to read every job there is; so the newest
 * are looked through first, and what takes more is bounded: two seconds, and two at once on this node.
 */
public final class JobSearch {
    private static final int AT_ONCE = 2;
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** How many are read in some milliseconds. */
    private static final int NEWEST = 2_000;

    private static final String QUERY_CANCELED = "57014";

    private final Jdbi jdbi;
    private final Duration limit;
    private final Duration patience;
    private final Semaphore free = new Semaphore(AT_ONCE, true);

    public JobSearch(Jdbi jdbi) {
        this(jdbi, LIMIT, PATIENCE);
    }

    /** One that waits so long for its turn and no longer than the limit for Postgres. */
    JobSearch(Jdbi jdbi, Duration limit, Duration patience) {
        this.jdbi = jdbi;
        this.limit = limit;
        this.patience = patience;
    }

    /**
     * A page of jobs.
     *
     * @param more whether others follow; a page is shorter than asked for where its parameters are very long
     */
    public record Found(List<Job> jobs, boolean more) {}

    /**
     * The jobs that match, newest first.
     *
     * @throws MillraceException {@code UNAVAILABLE} when that takes too long, or others look through all jobs
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
     * The same for who goes through all that match anyway: without text it takes its time.
     *
     * @throws MillraceException {@code UNAVAILABLE} when a text is looked for and that takes too long, or others look
     *     through all jobs
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

    /** Leaves the planner, whose statistics are of another hour, no other way; until the end of the transaction. */
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
            return free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
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
                .bind("millis", String.valueOf(limit.toMillis()))
                .mapTo(String.class)
                .one();
    }
}

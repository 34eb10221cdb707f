package dev.millrace.model.queue;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists jobs. To look for a text, Postgres may have to read every job there is, so that is bounded: two seconds, and two
 * at once on this node.
 */
public final class JobSearch {
    private static final int AT_ONCE = 2;
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String QUERY_CANCELED = "57014";

    private final Jdbi jdbi;
    private final Duration limit;
    private final Semaphore free = new Semaphore(AT_ONCE);

    public JobSearch(Jdbi jdbi) {
        this(jdbi, LIMIT);
    }

    JobSearch(Jdbi jdbi, Duration limit) {
        this.jdbi = jdbi;
        this.limit = limit;
    }

    /**
     * The jobs that match, newest first.
     *
     * @throws MillraceException {@code UNAVAILABLE} when a text is looked for and that takes too long, or others look for
     *     theirs
     */
    public List<Job> list(JobFilter.Page page) {
        boolean hasOrderedIndex = page.filter().labels().isEmpty();
        return inTurn(
                page.filter(),
                handle -> hasOrderedIndex ? handle.inTransaction(begun -> inOrder(begun, page)) : list(handle, page));
    }

    /** By the order of an index: the planner, whose statistics are of another hour, is left no other way. */
    private static List<Job> inOrder(Handle handle, JobFilter.Page page) {
        handle.createQuery("SELECT "
                        + Stream.of("enable_seqscan", "enable_bitmapscan", "enable_sort")
                                .map(way -> "set_config('" + way + "', 'off', true)")
                                .collect(Collectors.joining(" || ")))
                .mapTo(String.class)
                .one();
        return list(handle, page);
    }

    /** How many match; throws as {@link #list} does. */
    public int count(JobFilter filter) {
        return inTurn(
                filter,
                handle -> bind(handle.createQuery("SELECT count(*) FROM job" + where(countConditions(filter))), filter)
                        .mapTo(Integer.class)
                        .one());
    }

    private <T> T inTurn(JobFilter filter, HandleCallback<T, RuntimeException> search) {
        if (filter.text() == null) {
            return jdbi.withHandle(search);
        }
        if (!free.tryAcquire()) {
            throw new MillraceException(
                    ErrorCode.UNAVAILABLE,
                    "This node looks for " + AT_ONCE + " texts already, and for no more at once; search again.");
        }
        try {
            return inTime(search);
        } finally {
            free.release();
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

    private static List<Job> list(Handle handle, JobFilter.Page page) {
        List<String> conditions = conditions(page.filter());
        if (page.before() != null) {
            conditions.add("id < :before");
        }
        Query query = handle.createQuery(
                        page.filter().states().isEmpty() ? newest(conditions) : newestOfEachState(conditions))
                .bind("limit", page.limit());
        if (page.before() != null) {
            query.bind("before", page.before());
        }
        return bind(query, page.filter()).map(JobRow::map).list();
    }

    private static String newest(List<String> conditions) {
        return "SELECT * FROM job" + where(conditions) + " ORDER BY id DESC LIMIT :limit";
    }

    /** Each state by itself: in the index that has them in order, so that no plan reads all jobs in order to sort them. */
    private static String newestOfEachState(List<String> conditions) {
        conditions.add("state = wanted");
        return "SELECT listed.* FROM unnest(:states) AS wanted CROSS JOIN LATERAL (" + newest(conditions)
                + ") AS listed ORDER BY id DESC LIMIT :limit";
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static Query bind(Query query, JobFilter filter) {
        if (!filter.states().isEmpty()) {
            query.bindArray(
                    "states",
                    String.class,
                    filter.states().stream().map(Enum::name).toList());
        }
        if (!filter.labels().isEmpty()) {
            query.bind("labels", Json.write(filter.labels()));
        }
        if (filter.tool() != null) {
            query.bind("tool", filter.tool());
        }
        if (filter.queue() != null) {
            query.bind("queue", filter.queue());
        }
        if (filter.text() != null) {
            query.bind("text", filter.text());
        }
        return query;
    }

    private static List<String> countConditions(JobFilter filter) {
        List<String> conditions = conditions(filter);
        if (!filter.states().isEmpty()) {
            conditions.add("state = ANY (:states)");
        }
        return conditions;
    }

    /** All but the states. */
    private static List<String> conditions(JobFilter filter) {
        List<String> conditions = new ArrayList<>();
        if (filter.tool() != null) {
            conditions.add("tool = :tool");
        }
        if (filter.queue() != null) {
            conditions.add("queue = :queue");
        }
        if (!filter.labels().isEmpty()) {
            conditions.add("labels <> '{}' AND labels @> :labels::jsonb"); // The first is what the index asks for.
        }
        if (filter.text() != null) {
            conditions.add("""
                    position(lower(:text) IN lower(concat_ws(' ', id, tool, parameters, labels, error_message))) > 0""");
        }
        if (filter.notRetried()) {
            conditions.add("NOT EXISTS (SELECT 1 FROM job AS retry WHERE retry.retry_of = job.id)");
        }
        return conditions;
    }
}

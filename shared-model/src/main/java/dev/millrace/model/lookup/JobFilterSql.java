package dev.millrace.model.lookup;

import dev.millrace.model.job.Job;
import dev.millrace.model.job.JobState;
import dev.millrace.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statements that answer a {@link JobFilter}. */
final class JobFilterSql {
    /** Of the parameters of one page. Each job has up to 1 MiB, and several pages must fit a small node's memory. */
    private static final int MAX_BYTES = 8 << 20;

    /** The jobs of a list, without parameters where these are long. */
    private static final String SHORT = """
            SELECT %s, CASE WHEN octet_length(parameters::text) <= %d THEN parameters END AS parameters
            FROM (%s) AS job ORDER BY id DESC
            """;

    /**
     * The first jobs of a list, as many as their parameters fit and at least one, and the number of jobs in the list.
     * The sums over all rows make a search longer by a third.
     */
    private static final String BOUNDED = """
            SELECT * FROM (
                SELECT job.*, count(*) OVER () AS matched,
                       coalesce(sum(octet_length(parameters::text)) OVER (
                           ORDER BY id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before
                FROM (%s) AS job) AS job
            WHERE bytes_before < %d ORDER BY id DESC
            """;

    private JobFilterSql() {}

    /** How many match. */
    static int count(Handle handle, JobFilter filter) {
        List<String> conditions = besidesState(filter);
        if (!filter.states().isEmpty()) {
            conditions.add(filter.states().stream()
                    .map(state -> ":" + name(state))
                    .collect(Collectors.joining(", ", StateSql.LISTED + " AND state IN (", ")")));
        }
        return bind(handle.createQuery("SELECT count(*) FROM job" + where(conditions)), filter)
                .mapTo(Integer.class)
                .one();
    }

    /** The jobs of a page. */
    static JobSearch.Found page(Handle handle, JobFilter.Page page) {
        return list(handle, page, newest(page, besidesState(page.filter()), page.limit() + 1));
    }

    /** The jobs of a page among the newest of its states; reads no more than {@code newest} jobs. */
    static JobSearch.Found pageOfNewest(Handle handle, JobFilter.Page page, int newest) {
        String sql = "SELECT * FROM (" + newest(page, List.of(), newest) + ") AS job"
                + where(besidesState(page.filter())) + inOrder(page.limit() + 1);
        return list(handle, page, sql);
    }

    /** Reads each state by itself in an index that has the order, and merges them: so no plan has to sort. */
    private static String newest(JobFilter.Page page, List<String> conditions, int limit) {
        List<String> all = new ArrayList<>(conditions);
        if (page.before() != null) {
            all.add("id < :before");
        }
        List<JobState> states = page.filter().states();
        return states.isEmpty()
                ? "SELECT * FROM job" + where(all) + inOrder(limit)
                : states.stream()
                        .map(state ->
                                "(SELECT * FROM job" + where(and(all, StateSql.LISTED + " AND state = :" + name(state)))
                                        + inOrder(limit) + ")")
                        .collect(Collectors.joining(" UNION ALL ", "SELECT * FROM (", ") AS job" + inOrder(limit)));
    }

    private static String inOrder(int limit) {
        return " ORDER BY id DESC LIMIT " + limit;
    }

    private static List<String> and(List<String> conditions, String another) {
        return Stream.concat(conditions.stream(), Stream.of(another)).toList();
    }

    /** @param sql selects one job more than the page holds, to find out whether there are more */
    private static JobSearch.Found list(Handle handle, JobFilter.Page page, String sql) {
        int longest = MAX_BYTES / (page.limit() + 1);
        List<Optional<Job>> rows = query(handle, page, SHORT.formatted(JobRow.COLUMNS_BESIDES_PARAMETERS, longest, sql))
                .map((row, context) -> row.getString("parameters") == null
                        ? Optional.<Job>empty()
                        : Optional.of(JobRow.map(row, context)))
                .list();
        if (rows.contains(Optional.<Job>empty())) {
            return bounded(handle, page, sql);
        }
        List<Job> jobs =
                rows.stream().limit(page.limit()).flatMap(Optional::stream).toList();
        return new JobSearch.Found(jobs, rows.size() > jobs.size());
    }

    private static JobSearch.Found bounded(Handle handle, JobFilter.Page page, String sql) {
        List<Row> rows = query(handle, page, BOUNDED.formatted(sql, MAX_BYTES))
                .map((row, context) -> new Row(JobRow.map(row, context), row.getLong("matched")))
                .list();
        List<Job> jobs = rows.stream().limit(page.limit()).map(Row::job).toList();
        return new JobSearch.Found(jobs, !rows.isEmpty() && rows.get(0).matched() > jobs.size());
    }

    private record Row(Job job, long matched) {}

    private static Query query(Handle handle, JobFilter.Page page, String sql) {
        Query query = handle.createQuery(sql);
        if (page.before() != null) {
            query.bind("before", page.before());
        }
        return bind(query, page.filter());
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static List<String> besidesState(JobFilter filter) {
        List<String> conditions = new ArrayList<>();
        if (filter.tool() != null) {
            conditions.add("tool = :tool");
        }
        if (filter.queue() != null) {
            conditions.add("queue = :queue");
        }
        if (!filter.labels().isEmpty()) {
            // The index has only the few jobs that have labels, and Postgres uses it where the statement says so as
            // well.
            conditions.add("labels <> '{}' AND labels @> :labels::jsonb");
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

    private static String name(JobState state) {
        return "state_" + state.name();
    }

    private static Query bind(Query query, JobFilter filter) {
        filter.states().forEach(state -> query.bind(name(state), state.name()));
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
}

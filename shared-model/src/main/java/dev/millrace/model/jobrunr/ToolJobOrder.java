package dev.millrace.model.jobrunr;

import dev.millrace.model.lookup.StateSql;
import org.jobrunr.jobs.states.StateName;

/**
 * The first jobs of tools in a state, in an order that JobRunr asks for, as SQL. Each order is one that an index gives, or
 * the sorting of as many jobs as run. One is not quite what was asked: scheduled jobs that were tried before stand where
 * they were made, not where they were scheduled again, as that is no column of theirs.
 */
final class ToolJobOrder {
    private static final String BY_CREATION = "SELECT id, created_at AS place FROM job WHERE " + StateSql.LISTED
            + " AND state = '%1$s' ORDER BY id %2$s LIMIT :upTo";

    /** Where JobRunr's own jobs have no time either. */
    private static final String WITHOUT_TIME = "SELECT id, NULL::timestamptz AS place FROM job WHERE " + StateSql.LISTED
            + " AND state = '%1$s' ORDER BY id %2$s LIMIT :upTo";

    private static final String BY_COLUMN =
            "SELECT id, %3$s AS place FROM job WHERE state = '%1$s' ORDER BY %3$s %2$s, id %2$s LIMIT :upTo";

    /** The index of the queue begins with the priority. */
    private static final String BY_QUEUEING = """
            SELECT first.id, first.queued_at AS place
            FROM generate_series(0, 3) AS lane (priority) CROSS JOIN LATERAL (
                SELECT id, queued_at FROM job WHERE state = 'QUEUED' AND job.priority = lane.priority
                ORDER BY queued_at %2$s, id %2$s LIMIT :upTo) AS first
            ORDER BY place %2$s, first.id %2$s LIMIT :upTo""";

    private ToolJobOrder() {}

    /**
     * The statement, which has {@code id} and {@code place}, and takes {@code :upTo}.
     *
     * @param field one that JobRunr orders by
     * @param direction ASC or DESC
     */
    static String first(StateName state, String field, String direction) {
        return pattern(state, field).formatted(MillraceStorage.ofTool(state), direction, column(state, field));
    }

    private static String pattern(StateName state, String field) {
        return switch (field) {
            case "createdAt" -> BY_CREATION;
            case "scheduledAt" -> state == StateName.SCHEDULED ? BY_COLUMN : WITHOUT_TIME;
            default ->
                switch (state) {
                    case ENQUEUED -> BY_QUEUEING;
                    case SCHEDULED, AWAITING -> BY_CREATION;
                    default -> BY_COLUMN;
                };
        };
    }

    private static String column(StateName state, String field) {
        if (field.equals("scheduledAt")) {
            return "run_at";
        }
        return state == StateName.PROCESSING ? "started_at" : "finished_at";
    }
}

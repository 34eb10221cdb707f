package dev.millrace.model.jobrunr.storage;

import dev.millrace.model.lookup.StateSql;
import org.jobrunr.jobs.states.StateName;

/**
 * The first jobs of tools in a state, in an order that JobRunr asks for, as SQL: mostly one that an index gives. Scheduled jobs
 * that were tried before stand where they were made: when they were scheduled again is no column.
 */
final class ToolJobOrder {
    private static final String BY_CREATION = "SELECT id, created_at AS place FROM job WHERE " + StateSql.LISTED
            + " AND state = '%1$s' ORDER BY id %2$s LIMIT :upTo";

    /** Where JobRunr's own jobs have no time either. */
    private static final String WITHOUT_TIME = "SELECT id, NULL::timestamptz AS place FROM job WHERE " + StateSql.LISTED
            + " AND state = '%1$s' ORDER BY id %2$s LIMIT :upTo";

    private static final String BY_COLUMN =
            "SELECT id, %3$s AS place FROM job WHERE state = '%1$s' ORDER BY %3$s %2$s, id %2$s LIMIT :upTo";

    /**
     * The index of the times has no states in it, and walking it in search of one that few jobs are in is to read it whole:
     * those few are sorted instead, which the sum keeps from being done by that index. What is slow still is a state of
     * many jobs none of which is near the end that was asked for.
     */
    private static final String BY_END = """
            WITH known AS MATERIALIZED (
                SELECT count(*) > 10000 AS are_many
                FROM (SELECT FROM job WHERE %4$s AND state = '%1$s' LIMIT 10001) AS found)
            (SELECT id, finished_at AS place FROM job
             WHERE state = '%1$s' AND (SELECT are_many FROM known) ORDER BY finished_at %2$s, id %2$s LIMIT :upTo)
            UNION ALL
            (SELECT id, finished_at FROM job WHERE %4$s AND state = '%1$s' AND NOT (SELECT are_many FROM known)
             ORDER BY finished_at + interval '0 s' %2$s, id %2$s LIMIT :upTo)""";

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
        return pattern(state, field)
                .formatted(MillraceStorage.ofTool(state), direction, column(state), StateSql.LISTED);
    }

    private static String pattern(StateName state, String field) {
        if (field.equals("createdAt")) {
            return BY_CREATION;
        }
        boolean isByDueTime = field.equals("scheduledAt");
        return switch (state) {
            case SCHEDULED -> isByDueTime ? BY_COLUMN : BY_CREATION;
            case ENQUEUED -> isByDueTime ? WITHOUT_TIME : BY_QUEUEING;
            case PROCESSING -> isByDueTime ? WITHOUT_TIME : BY_COLUMN;
            case SUCCEEDED, FAILED, DELETED -> isByDueTime ? WITHOUT_TIME : BY_END;
            case AWAITING -> BY_CREATION;
        };
    }

    private static String column(StateName state) {
        return state == StateName.SCHEDULED ? "run_at" : "started_at";
    }
}

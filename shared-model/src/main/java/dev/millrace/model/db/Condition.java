package dev.millrace.model.db;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How Postgres was when it was asked.
 *
 * @param problem null if it does its work
 * @param migrated whether it has the schema that this program needs
 * @param latencyMillis how long it took to find out
 */
public record Condition(@Nullable PostgresError problem, boolean migrated, long latencyMillis) {
    static Condition good(boolean migrated, long asked) {
        return new Condition(null, migrated, millisSince(asked));
    }

    static Condition bad(Exception failure, long asked) {
        return new Condition(PostgresError.of(failure).orElse(PostgresError.AWAY), false, millisSince(asked));
    }

    private static long millisSince(long asked) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked);
    }

    /** Whether it answers and takes changes. */
    public boolean isUp() {
        return problem == null;
    }
}

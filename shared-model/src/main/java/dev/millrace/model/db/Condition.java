package dev.millrace.model.db;

import org.jspecify.annotations.Nullable;

/**
 * How Postgres was when it was asked.
 *
 * @param problem null if it does its work
 * @param migrated whether it has the schema that this program needs
 * @param latencyMillis how long it took to find out
 */
public record Condition(@Nullable PostgresError problem, boolean migrated, long latencyMillis) {
    /** Whether it answers and takes changes. */
    public boolean isUp() {
        return problem == null;
    }
}

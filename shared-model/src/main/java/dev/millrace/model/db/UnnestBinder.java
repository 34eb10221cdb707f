package dev.millrace.model.db;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Binds what a statement does to many rows as one array per column, for {@code unnest} to read. */
public final class UnnestBinder<T> {
    private final SqlStatement<?> statement;
    private final List<T> rows;

    public UnnestBinder(SqlStatement<?> statement, List<T> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    public UnnestBinder<T> uuids(String name, Function<T, @Nullable UUID> value) {
        return bind(name, UUID.class, value);
    }

    public UnnestBinder<T> texts(String name, Function<T, @Nullable String> value) {
        return bind(name, String.class, value);
    }

    public UnnestBinder<T> integers(String name, Function<T, @Nullable Integer> value) {
        return bind(name, Integer.class, value);
    }

    public UnnestBinder<T> longs(String name, Function<T, @Nullable Long> value) {
        return bind(name, Long.class, value);
    }

    /** In UTC, for columns with and without a zone. */
    public UnnestBinder<T> times(String name, Function<T, @Nullable Instant> value) {
        return texts(name, row -> {
            Instant time = value.apply(row);
            return time == null ? null : time.toString();
        });
    }

    private UnnestBinder<T> bind(String name, Type type, Function<T, ? extends @Nullable Object> value) {
        statement.bindArray(name, type, rows.stream().map(value).toArray());
        return this;
    }
}

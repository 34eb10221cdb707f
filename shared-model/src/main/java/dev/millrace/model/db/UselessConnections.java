package dev.millrace.model.db;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Leaves connections on which nothing can be changed: the pool's next one may lead to the primary. */
final class UselessConnections implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return PostgresError.ofState(failure.getSQLState()) == PostgresError.READ_ONLY
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}

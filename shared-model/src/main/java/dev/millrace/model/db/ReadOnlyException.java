package dev.millrace.model.db;

import java.sql.SQLException;

/** Postgres answers, and would refuse changes. */
final class ReadOnlyException extends SQLException {
    private static final long serialVersionUID = 1L;

    ReadOnlyException() {
        super("Postgres is read-only: a standby, or default_transaction_read_only is on", "25006");
    }
}

package dev.millrace.model.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Whether a pooler between here and Postgres changes connections after each transaction and forgets what was prepared on
 * them. What is prepared on one connection is used again while another one holds what the pooler gave to both of them.
 */
final class PoolerCheck {
    /** {@code invalid_sql_statement_name} and {@code duplicate_prepared_statement}. */
    private static final Set<String> LOST = Set.of("26000", "42P05");

    private PoolerCheck() {}

    /** @throws SQLException when that cannot be found out */
    static boolean losesPreparedStatements(DataSource pool) throws SQLException {
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            ask(one);
            other.setAutoCommit(false);
            ask(other);
            ask(one);
            other.rollback();
            return false;
        } catch (SQLException e) {
            if (LOST.contains(String.valueOf(e.getSQLState()))) {
                return true;
            }
            throw e;
        }
    }

    private static void ask(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 'through a pooler?'")) {
            statement.execute();
        }
    }
}

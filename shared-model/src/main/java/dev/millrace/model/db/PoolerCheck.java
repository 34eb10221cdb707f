package dev.millrace.model.db;

import dev.millrace.db.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Whether a pooler between here and Postgres changes servers after each transaction and forgets what was prepared on them.
 * What one connection has prepared, it uses again while another one holds the server where that was.
 */
public final class PoolerCheck {
    /**
     * {@code invalid_sql_statement_name}, {@code duplicate_prepared_statement}, and the {@code protocol_violation} of asking
     * for a statement of the same name that takes parameters.
     */
    private static final Set<String> LOST = Set.of("26000", "42P05", "08P01");

    /** With other clients about, the pooler may leave a connection where it was. */
    private static final int TRIES = 8;

    private static final int TIMEOUT_SECONDS = 3;

    private static final String APPLICATION = "millrace-start";

    private PoolerCheck() {}

    /**
     * Asks over two connections of its own: behind such a pooler, a pool may fail to make any.
     *
     * @throws SQLException when that cannot be found out
     */
    public static boolean losesPreparedStatements(DatabaseSettings settings) throws SQLException {
        try (Connection one = OwnConnection.open(settings, APPLICATION, TIMEOUT_SECONDS);
                Connection other = OwnConnection.open(settings, APPLICATION, TIMEOUT_SECONDS)) {
            other.setAutoCommit(false);
            Answer answer = Answer.SAME_SERVER;
            for (int i = 0; i < TRIES && answer == Answer.SAME_SERVER; i++) {
                answer = askAcross(one, other);
            }
            return answer == Answer.LOST;
        }
    }

    private enum Answer {
        SAME_SERVER,
        KEPT,
        LOST
    }

    private static Answer askAcross(Connection one, Connection other) throws SQLException {
        try {
            return answer(one, other);
        } catch (SQLException e) {
            if (isLost(e)) {
                return Answer.LOST;
            }
            throw e;
        }
    }

    /** PgBouncer gives the last of these states to whatever it ends a connection for, such as a server that is away. */
    private static boolean isLost(SQLException failed) {
        ServerErrorMessage said = failed instanceof PSQLException ofDriver ? ofDriver.getServerErrorMessage() : null;
        return said != null && LOST.contains(String.valueOf(said.getSQLState())) && !"FATAL".equals(said.getSeverity());
    }

    private static Answer answer(Connection one, Connection other) throws SQLException {
        // A text of its own: on a server that has met this check before, a statement of the same name may answer.
        String text = UUID.randomUUID().toString();
        try (PreparedStatement statement = one.prepareStatement(question(text))) {
            int server = ask(statement, text);
            try (PreparedStatement holding = other.prepareStatement(question(text))) {
                ask(holding, text);
                int next = ask(statement, text);
                return next == 0 ? Answer.LOST : next == server ? Answer.SAME_SERVER : Answer.KEPT;
            } finally {
                other.rollback();
            }
        }
    }

    private static String question(String text) {
        return "SELECT pg_backend_pid(), '" + text + "'";
    }

    /** @return the server's process; 0 when another statement was run */
    private static int ask(PreparedStatement statement, String text) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            boolean own = rows.next() && rows.getMetaData().getColumnCount() == 2 && text.equals(rows.getString(2));
            return own ? rows.getInt(1) : 0;
        }
    }
}

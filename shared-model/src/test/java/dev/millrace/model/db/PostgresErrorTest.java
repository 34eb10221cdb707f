package dev.millrace.model.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.test.TestPostgres;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresErrorTest {
    private static final DatabaseSettings SETTINGS = TestPostgres.newDatabase();
    private static final Database DATABASE = new Database(SETTINGS, "errors", 1);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @CsvSource({
        "08000, AWAY", // the connection
        "08003, AWAY",
        "08006, AWAY",
        "08P01, AWAY", // what a pooler says that cannot log in
        "28000, AWAY", // nobody is let in: a password is being changed
        "28P01, AWAY",
        "3D000, AWAY", // the database is being restored
        "57P01, AWAY", // shutdown, crash, start, and the end of idle sessions
        "57P02, AWAY",
        "57P03, AWAY",
        "57P04, AWAY",
        "57P05, AWAY",
        "58000, AWAY", // the machine
        "58030, AWAY",
        "53000, EXHAUSTED",
        "53100, EXHAUSTED", // disk
        "53200, EXHAUSTED", // memory
        "53300, EXHAUSTED", // connections
        "53400, EXHAUSTED",
        "25006, READ_ONLY",
        "25P03, BUSY", // a transaction that paused or lasted too long
        "25P04, BUSY",
        "40001, BUSY", // collisions
        "40P01, BUSY",
        "55006, BUSY",
        "55P03, BUSY", // lock_timeout
        "57014, BUSY", // statement_timeout
        "26000, BUSY", // a pooler has changed the connection under a prepared statement
        "42P05, BUSY",
        "3F000, NOT_READY", // what is being restored or migrated
        "42P01, NOT_READY",
        "42703, NOT_READY",
        "42883, NOT_READY",
        "42501, NOT_READY",
        "22021, REFUSED",
        "22P05, REFUSED",
        "23505, REFUSED",
        "23514, REFUSED",
        "25P02, REFUSED",
        "42601, REFUSED",
        "54000, REFUSED",
        "55000, REFUSED",
        "XX000, REFUSED",
        "57, REFUSED",
        "'', REFUSED"
    })
    void everySqlState_hasAMeaning(String sqlState, PostgresError meaning) {
        assertEquals(meaning, PostgresError.ofState(sqlState));
    }

    @Test
    void theReason_isFoundBelowWhatTheLibrariesMakeOfIt() {
        SQLException full = new SQLException("full", "53100");
        assertMeans(PostgresError.EXHAUSTED, new ConnectionException(full));
        assertMeans(
                PostgresError.EXHAUSTED,
                new ConnectionException(new BatchUpdateException("one of many", "53100", new int[0], full)));
    }

    @Test
    void aPoolWithoutAConnection_saysWhy_andIsBusyIfItHasThemAll() {
        assertMeans(PostgresError.BUSY, new SQLTransientConnectionException("all in use"));
        assertMeans(PostgresError.EXHAUSTED, noConnection("53300"));
        assertMeans(PostgresError.READ_ONLY, noConnection("25006"));
        assertMeans(PostgresError.AWAY, noConnection("08001"));
        // Whatever it is: it has nothing to do with what the connection was for.
        assertMeans(PostgresError.AWAY, noConnection("22023"));
    }

    private static SQLException noConnection(String sqlState) {
        return new SQLTransientConnectionException("none", "08001", new SQLException("why", sqlState));
    }

    private static void assertMeans(PostgresError meaning, Throwable failure) {
        assertEquals(Optional.of(meaning), PostgresError.of(failure));
    }

    @Test
    void whatIsNotOfPostgres_hasNoMeaning() {
        assertEquals(Optional.empty(), PostgresError.of(new IllegalStateException("ours")));
        assertFalse(Database.isUnavailable(new IllegalStateException("ours")));
        assertFalse(Database.isUnavailable(new SQLException("no state")));
    }

    /** As when a migration adds a column while nodes run. */
    @Test
    void aTableThatWasChangedUnderAStatement_isPassing_andTheNextTryFindsIt() throws SQLException {
        DATABASE.jdbi().useHandle(handle -> handle.execute("CREATE TABLE changing (one int)"));
        String read = "SELECT * FROM changing";
        DATABASE.jdbi().useTransaction(handle -> {
            handle.createQuery(read).mapToMap().list();
            handle.createQuery(read).mapToMap().list();
        });
        admin("ALTER TABLE changing ADD two int");

        JdbiException stale = assertThrows(
                JdbiException.class,
                () -> DATABASE.jdbi()
                        .useTransaction(
                                handle -> handle.createQuery(read).mapToMap().list()));

        assertMeans(PostgresError.BUSY, stale);
        assertTrue(Database.isUnavailable(stale));
        DATABASE.jdbi()
                .useTransaction(handle -> handle.createQuery(read).mapToMap().list());
    }

    /** As after a failover that left the connections to the old primary open. */
    @Test
    void aConnectionThatTakesNoChanges_isLeft() throws SQLException {
        int before = backend();
        admin("ALTER DATABASE " + name() + " SET default_transaction_read_only = on");
        DATABASE.jdbi().useHandle(handle -> handle.execute("SET default_transaction_read_only = on"));
        JdbiException refused = assertThrows(
                JdbiException.class,
                () -> DATABASE.jdbi().useHandle(handle -> handle.execute("CREATE TABLE never (one int)")));
        admin("ALTER DATABASE " + name() + " RESET default_transaction_read_only");

        assertMeans(PostgresError.READ_ONLY, refused);
        DATABASE.jdbi()
                .useHandle(handle -> assertTrue(handle.createQuery("SELECT pg_backend_pid()")
                                .mapTo(Integer.class)
                                .one()
                        != before));
    }

    private static int backend() {
        return DATABASE.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT pg_backend_pid()")
                        .mapTo(Integer.class)
                        .one());
    }

    private static String name() {
        return SETTINGS.jdbcUrl().replaceFirst(".*/", "");
    }

    private static void admin(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SETTINGS.jdbcUrl(), SETTINGS.user(), SETTINGS.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute(sql);
        }
    }
}

package dev.millrace.db;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Databases that another build of Millrace has made. */
class OtherBuildTest {
    private static final String EVERYTHING = """
            SELECT concat_ws(' ', id, author, md5sum, dateexecuted, orderexecuted) FROM databasechangelog
            UNION ALL SELECT concat_ws(' ', id, locked, lockgranted, lockedby) FROM databasechangeloglock
            UNION ALL SELECT concat_ws(' ', oid, xmin, relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT concat_ws(' ', oid, xmin, proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            ORDER BY 1
            """;

    private final String database = EmptyDatabases.create();

    OtherBuildTest() throws SQLException {}

    @BeforeEach
    void migrate() throws SQLException {
        Schema.migrate(EmptyDatabases.connect(database));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void applied(String changeSet, String author) throws SQLException {
        execute("INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)"
                + " SELECT '" + changeSet + "', '" + author + "', 'dev/millrace/db/changelog/jobs.sql', now(),"
                + " coalesce(max(orderexecuted), 0) + 1, 'EXECUTED' FROM databasechangelog");
    }

    private boolean isCurrent() throws SQLException {
        try (Connection connection = EmptyDatabases.connect(database)) {
            return Schema.isCurrent(connection);
        }
    }

    @Test
    void anOlderBuilds_isRefusedInOneLine_andLeftAsItIs() throws Exception {
        execute("DELETE FROM databasechangelog");
        applied("jobs", "millrace");
        applied("history-jobs", "millrace");
        List<String> before = EmptyDatabases.rows(database, EVERYTHING);

        SchemaException refused =
                assertThrows(OlderBuildException.class, () -> Schema.migrate(EmptyDatabases.connect(database)));

        String name = EmptyDatabases.rows(database, "SELECT current_database()").get(0);
        assertEquals(
                "The database " + name + " was made by an older build of Millrace (its change log ends with"
                        + " millrace:history-jobs), which this one cannot upgrade. Use an empty database, or drop this"
                        + " one's schema public, all jobs included.",
                refused.getMessage());
        assertEquals(before, EmptyDatabases.rows(database, EVERYTHING));
        assertFalse(isCurrent());
    }

    @Test
    void aNewerBuilds_isCurrent_andLeftAsItIs() throws Exception {
        applied("revision-2", "millrace");
        // As if the newer build had another text of it.
        execute("UPDATE databasechangelog SET md5sum = '9:0' WHERE id = 'queue_head'");
        List<String> before = EmptyDatabases.rows(database, EVERYTHING);

        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(before, EmptyDatabases.rows(database, EVERYTHING));
        assertTrue(isCurrent());
    }

    @Test
    void aNewerBuilds_thatIsNotComplete_isRefused() throws Exception {
        execute("DELETE FROM databasechangelog WHERE id = '" + Schema.NEWEST + "'");
        applied("job-colours", "millrace");
        List<String> before = EmptyDatabases.rows(database, EVERYTHING);

        SchemaException refused =
                assertThrows(SchemaException.class, () -> Schema.migrate(EmptyDatabases.connect(database)));

        assertTrue(refused.getMessage()
                .contains("by a newer build of Millrace (its change log has millrace:job-colours)"));
        assertEquals(before, EmptyDatabases.rows(database, EVERYTHING));
    }

    @Test
    void aFunctionThatHasChanged_isMadeAnew() throws Exception {
        execute(
                "UPDATE databasechangelog SET md5sum = '9:0' WHERE id = 'history_id'",
                "CREATE OR REPLACE FUNCTION history_id(moment timestamptz) RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'");

        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(
                List.of("00000000-0000-0000-0000-000000000000"),
                EmptyDatabases.rows(database, "SELECT history_id('1970-01-01 00:00Z')"));
    }

    @Test
    void changeSetsOfOtherPrograms_areNotLookedAt() throws Exception {
        applied("jobs", "somebody");

        assertDoesNotThrow(() -> Schema.migrate(EmptyDatabases.connect(database)));
        execute("DELETE FROM databasechangelog WHERE author = 'millrace'");
        try (Connection connection = EmptyDatabases.connect(database)) {
            assertDoesNotThrow(() -> Schema.requireUpgradable(connection));
        }
    }
}

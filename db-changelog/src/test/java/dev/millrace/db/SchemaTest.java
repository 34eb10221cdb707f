package dev.millrace.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final String CHANGE_SETS = "SELECT id, md5sum, dateexecuted FROM databasechangelog ORDER BY id";

    private final String database = EmptyDatabases.create();

    SchemaTest() throws SQLException {}

    @Test
    void isCurrent_onlyOnceItWasMigrated() throws Exception {
        try (Connection connection = EmptyDatabases.connect(database)) {
            assertFalse(Schema.isCurrent(connection));
        }

        Schema.migrate(EmptyDatabases.connect(database));

        try (Connection connection = EmptyDatabases.connect(database)) {
            assertTrue(Schema.isCurrent(connection));
        }
    }

    @Test
    void isCurrent_notWithoutTheNewestChangeSet() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM databasechangelog WHERE id = '" + Schema.NEWEST + "'");

            assertFalse(Schema.isCurrent(connection));
        }
    }

    @Test
    void firstAndNewest_areThoseOfTheChangelog() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));

        List<String> applied = EmptyDatabases.rows(database, "SELECT id FROM databasechangelog ORDER BY orderexecuted");
        assertEquals(Schema.FIRST, applied.get(0));
        assertEquals(Schema.NEWEST, applied.get(applied.size() - 1));
    }

    @Test
    void migrate_changesNothingTheSecondTime() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        List<String> once = EmptyDatabases.rows(database, CHANGE_SETS);

        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(once, EmptyDatabases.rows(database, CHANGE_SETS));
    }

    @Test
    void history_isDroppedByTheOwnerOnly() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(List.of("add_history_slice|f", "drop_history_slice|f"), EmptyDatabases.rows(database, """
                        SELECT proname, has_function_privilege('pg_monitor', oid, 'EXECUTE')
                        FROM pg_proc WHERE prosecdef ORDER BY proname
                        """));
    }

    @Test
    void history_isThatOfTheSchema_whateverTheCallerCallsItsOwnTables() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE history_table AS SELECT * FROM history_table WHERE false");

            statement.execute("SELECT drop_history_slice(name) FROM history_slice");
        }

        assertEquals(List.of(), EmptyDatabases.rows(database, """
                        SELECT relname FROM pg_class
                        WHERE relkind = 'r' AND relname ~ '^job_event_' AND relname <> 'job_event_rest'
                        """));
    }
}

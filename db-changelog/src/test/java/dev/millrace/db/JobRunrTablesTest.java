package dev.millrace.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The changelog makes the tables that the JobRunr in use would have made itself.
 */
class JobRunrTablesTest {
    private static String ours;
    private static String theirs;

    /** What can differ between two schemas. */
    enum Aspect {
        COLUMNS("""
                SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,
                       datetime_precision, is_nullable, column_default
                FROM information_schema.columns WHERE table_name LIKE 'jobrunr%' AND table_name <> 'jobrunr_tool_jobs'
                ORDER BY table_name, column_name
                """),
        INDEXES("""
                SELECT tablename, indexname, indexdef FROM pg_indexes
                WHERE tablename LIKE 'jobrunr%' ORDER BY tablename, indexname
                """),
        CONSTRAINTS("""
                SELECT conrelid::regclass, conname, contype, pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid::regclass::text LIKE 'jobrunr%'
                  AND contype <> 'n'
                ORDER BY conrelid::regclass::text, conname
                """),
        FIRST_ROWS("SELECT id, name, owner, value FROM jobrunr_metadata WHERE owner = 'cluster' ORDER BY id"),
        /** So that a JobRunr of another program on this database does not run them again. */
        APPLIED_MIGRATIONS("SELECT script FROM jobrunr_migrations ORDER BY script");

        private final String query;

        Aspect(String query) {
            this.query = query;
        }
    }

    @BeforeAll
    static void migrateBoth() throws SQLException {
        ours = EmptyDatabases.create();
        Schema.migrate(EmptyDatabases.connect(ours));
        theirs = EmptyDatabases.create();
        migrateByJobRunr(theirs);
    }

    private static void migrateByJobRunr(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        new PostgresStorageProvider(source, DatabaseOptions.CREATE).close();
    }

    @ParameterizedTest
    @EnumSource(Aspect.class)
    void changelog_doesWhatJobRunrsMigrationsDo(Aspect aspect) throws SQLException {
        List<String> expected = EmptyDatabases.rows(theirs, aspect.query);

        assertFalse(expected.isEmpty());
        assertEquals(String.join("\n", expected), String.join("\n", EmptyDatabases.rows(ours, aspect.query)));
    }

    @Test
    void databaseOfAProgramWithJobRunr_takesMillracesTables_andKeepsItsOwn() throws SQLException {
        String shared = EmptyDatabases.create();
        migrateByJobRunr(shared);
        List<String> before = EmptyDatabases.rows(shared, "SELECT * FROM jobrunr_migrations ORDER BY id");

        Schema.migrate(EmptyDatabases.connect(shared));
        Schema.migrate(EmptyDatabases.connect(shared));

        assertEquals(before, EmptyDatabases.rows(shared, "SELECT * FROM jobrunr_migrations ORDER BY id"));
        for (Aspect aspect : Aspect.values()) {
            assertEquals(EmptyDatabases.rows(ours, aspect.query), EmptyDatabases.rows(shared, aspect.query));
        }
    }

    @Test
    void newestMigration_isThatOfTheJobRunrInUse() throws SQLException {
        List<String> applied = EmptyDatabases.rows(theirs, Aspect.APPLIED_MIGRATIONS.query);

        assertTrue(applied.get(applied.size() - 1).contains(Schema.NEWEST_OF_JOBRUNR), applied.toString());
    }

    @Test
    void tablesOfAnOlderJobRunr_areRefused_sayingWhatToDo() throws SQLException {
        String shared = EmptyDatabases.create();
        migrateByJobRunr(shared);
        try (Connection connection = EmptyDatabases.connect(shared);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM jobrunr_migrations WHERE script LIKE 'v016%'");
        }

        SchemaException refusal =
                assertThrows(SchemaException.class, () -> Schema.migrate(EmptyDatabases.connect(shared)));
        assertTrue(refusal.getMessage().contains("tables of an older JobRunr"), refusal.getMessage());
        assertEquals(List.of(), EmptyDatabases.rows(shared, "SELECT 1 FROM pg_tables WHERE tablename = 'job'"));
    }

    @Test
    void foreignJobRunr_findsNothingToMigrate() throws SQLException {
        List<String> before = EmptyDatabases.rows(ours, "SELECT * FROM jobrunr_migrations ORDER BY id");

        migrateByJobRunr(ours);

        assertEquals(before, EmptyDatabases.rows(ours, "SELECT * FROM jobrunr_migrations ORDER BY id"));
    }
}

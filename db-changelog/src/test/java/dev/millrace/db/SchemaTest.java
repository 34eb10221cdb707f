package dev.millrace.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCountCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
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
    void isCurrent_notForAnOlderProgramsDatabase() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM databasechangelog WHERE id = '" + Schema.NEWEST + "'");

            assertFalse(Schema.isCurrent(connection));
        }
    }

    @Test
    void newest_isTheLastChangeSetOfTheChangelog() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(
                List.of(Schema.NEWEST),
                EmptyDatabases.rows(
                        database, "SELECT id FROM databasechangelog ORDER BY orderexecuted DESC, id LIMIT 1"));
    }

    @Test
    void migrate_changesNothingTheSecondTime() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        List<String> once = EmptyDatabases.rows(database, CHANGE_SETS);

        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(once, EmptyDatabases.rows(database, CHANGE_SETS));
    }

    @Test
    void migrate_addsTheRecordOfAttempts_toADatabaseThatIsInUse() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE attempt DROP host, DROP pid, DROP cpu_time_ms, DROP peak_memory,"
                    + " DROP output_bytes, DROP stopped_by");
            statement.execute("ALTER TABLE job DROP cancel_requested_by");
            statement.execute("DELETE FROM databasechangelog WHERE id = 'attempt-record'");
            statement.execute(
                    "INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms,"
                            + " max_attempts) VALUES (gen_random_uuid(), 'a', 1, 'SUCCEEDED', 'default', 2, '{}', 1000, 1)");
            statement.execute("INSERT INTO attempt (job_id, number, worker_id, state, exit_code)"
                    + " SELECT id, 1, gen_random_uuid(), 'SUCCEEDED', 0 FROM job");
        }

        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(List.of("1|0|null|null|null|null|null|null|null"), EmptyDatabases.rows(database, """
                        SELECT number, exit_code, host, pid, cpu_time_ms, peak_memory, output_bytes, stopped_by,
                               cancel_requested_by
                        FROM attempt JOIN job ON job.id = job_id
                        """));
    }

    @Test
    void migrate_keepsWhatWasThere_whenTheHistoryIsCutInSlices() throws Exception {
        migrateUntil("history-jobs");
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO job (id, tool, tool_revision, state, queue, priority, parameters, timeout_ms,"
                            + " max_attempts) SELECT gen_random_uuid(), 'a', 1, state, 'default', 2, '{}', 1000, 1"
                            + " FROM unnest(ARRAY['SCHEDULED', 'RUNNING', 'SUCCEEDED', 'FAILED']) AS state");
            statement.execute("INSERT INTO attempt (job_id, number, worker_id, state)"
                    + " SELECT id, 1, gen_random_uuid(), state FROM job WHERE state <> 'SCHEDULED'");
            statement.execute("INSERT INTO job_event (job_id, tool, type, state, attempt)"
                    + " SELECT id, tool, state, state, 1 FROM job");
            statement.execute("INSERT INTO job_log (job_id, attempt, first_line, lines, content)"
                    + " SELECT id, 1, 1, 1, 'o0 x' FROM job");
            statement.execute("INSERT INTO job_result (job_id, result) SELECT id, '{}' FROM job");
            statement.execute("INSERT INTO artifact (job_id, attempt, name, bytes, media_type, sha256)"
                    + " SELECT id, 1, 'a', 1, '', '' FROM job");
            statement.execute(
                    "INSERT INTO jobrunr_jobs (id, version, jobAsJson, jobSignature, state, createdAt, updatedAt)"
                            + " SELECT id::text, 1, '{}', '', state, now(), now() FROM job");
        }

        Schema.migrate(EmptyDatabases.connect(database));

        // The attempt that runs is told by its job.
        assertEquals(List.of("4|2|4|4|4|4|4|2"), EmptyDatabases.rows(database, """
                SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM attempt), (SELECT count(*) FROM job_event),
                       (SELECT count(*) FROM job_log), (SELECT count(*) FROM job_result),
                       (SELECT count(*) FROM artifact), (SELECT count(*) FROM jobrunr_tool_jobs),
                       (SELECT count(*) FROM job_live)
                """));
        assertEquals(List.of("5"), EmptyDatabases.rows(database, "SELECT next_job_event_number()"), "numbers go on");
    }

    @Test
    void history_isDroppedByTheOwnerOnly() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(List.of("add_history_slice|f", "drop_history_slice|f"), EmptyDatabases.rows(database, """
                        SELECT proname, has_function_privilege('pg_monitor', oid, 'EXECUTE')
                        FROM pg_proc WHERE prosecdef ORDER BY proname
                        """));
    }

    /** Applies the change sets before this one. */
    private void migrateUntil(String changeSet) throws Exception {
        String other = EmptyDatabases.create();
        Schema.migrate(EmptyDatabases.connect(other));
        int before = Integer.parseInt(EmptyDatabases.rows(
                        other,
                        "SELECT count(*) FROM databasechangelog WHERE orderexecuted < ("
                                + "SELECT orderexecuted FROM databasechangelog WHERE id = '" + changeSet + "')")
                .get(0));
        try (Connection connection = EmptyDatabases.connect(database)) {
            new CommandScope(UpdateCountCommandStep.COMMAND_NAME)
                    .addArgumentValue(UpdateCountCommandStep.CHANGELOG_FILE_ARG, "dev/millrace/db/changelog.yaml")
                    .addArgumentValue(UpdateCountCommandStep.COUNT_ARG, before)
                    .addArgumentValue(
                            DbUrlConnectionArgumentsCommandStep.DATABASE_ARG,
                            DatabaseFactory.getInstance()
                                    .findCorrectDatabaseImplementation(new JdbcConnection(connection)))
                    .execute();
        }
    }

    @Test
    void migrate_twoAtOnceBothSucceed() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Object>> migrations = threads.invokeAll(Collections.nCopies(2, () -> {
                together.await();
                Schema.migrate(EmptyDatabases.connect(database));
                return null;
            }));
            for (Future<Object> migration : migrations) {
                migration.get();
            }
        } finally {
            threads.shutdown();
        }

        try (Connection connection = EmptyDatabases.connect(database)) {
            assertTrue(Schema.isCurrent(connection));
        }
        assertEquals(
                List.of(),
                EmptyDatabases.rows(database, "SELECT id FROM databasechangelog GROUP BY id HAVING count(*) > 1"));
    }

    @Test
    void migrate_goesOnWhereAnotherWasKilled() throws Exception {
        Schema.migrate(EmptyDatabases.connect(database));
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'dead'");
        }

        Schema.migrate(EmptyDatabases.connect(database));

        assertEquals(List.of("f"), EmptyDatabases.rows(database, "SELECT locked FROM databasechangeloglock"));
    }

    @Test
    void migrate_saysWhatStandsInTheWay() throws Exception {
        try (Connection connection = EmptyDatabases.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE job (id int)");
        }

        Connection connection = EmptyDatabases.connect(database);
        SchemaException refused = assertThrows(SchemaException.class, () -> Schema.migrate(connection));

        assertTrue(refused.getMessage().contains("relation \"job\" already exists"), refused.getMessage());
        assertTrue(connection.isClosed());
    }

    @Test
    void migrate_tellsNobodyOnTheInternet() throws Exception {
        Queue<URI> asked = new ConcurrentLinkedQueue<>();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(new Recorder(asked));
        try {
            Schema.migrate(EmptyDatabases.connect(database));
        } finally {
            ProxySelector.setDefault(before);
        }

        assertEquals(List.of(), List.copyOf(asked));
    }

    /** Every connection over HTTP asks for its proxy first. */
    private static final class Recorder extends ProxySelector {
        private final Queue<URI> asked;

        Recorder(Queue<URI> asked) {
            this.asked = asked;
        }

        @Override
        public List<Proxy> select(URI uri) {
            if (uri.getScheme().startsWith("http")) {
                asked.add(uri);
            }
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            asked.add(uri);
        }
    }
}

package dev.millrace.system.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import dev.millrace.test.TestPostgres;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A node that cannot start says why, for a person to read, and exits with 1. */
final class StartErrorsIT {
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.create();
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void wrongSettings_areAllListedAtOnce() {
        RunningProcess api = cluster.start(
                Jar.API,
                Map.of(
                        "MILLRACE_PORT",
                        "99999",
                        "MILLRACE_REDIS_URL",
                        "localhost",
                        "MILLRACE_DATABASE_URL",
                        "mysql://x/y"));
        RunningProcess worker =
                cluster.start(Jar.WORKER, Map.of("MILLRACE_WORKER_SLOTS", "many", "MILLRACE_WORKER_DRAIN", "1 week"));
        RunningProcess migrate = cluster.start(Jar.MIGRATE, Map.of("MILLRACE_DATABASE_URL", "nonsense"));

        assertRefused(api, "MILLRACE_PORT", "MILLRACE_REDIS_URL", "MILLRACE_DATABASE_URL");
        assertRefused(worker, "MILLRACE_WORKER_SLOTS", "MILLRACE_WORKER_DRAIN");
        assertRefused(migrate, "MILLRACE_DATABASE_URL");
    }

    private static void assertRefused(RunningProcess process, String... variables) {
        assertEquals(1, process.awaitExit(), process.output());
        for (String variable : variables) {
            assertTrue(
                    process.output().lines().anyMatch(line -> line.contains(variable)),
                    variable + " is missing in:\n" + process.output());
        }
        assertNoStackTrace(process);
    }

    private static void assertNoStackTrace(RunningProcess process) {
        assertTrue(
                process.output().lines().noneMatch(line -> line.startsWith("\tat ")),
                () -> "A stack trace is no explanation:\n" + process.output());
    }

    @Test
    void aDatabaseThatIsAwayOrNotMigrated_isSaidInOneLine() {
        DatabaseSettings empty = TestPostgres.newEmptyDatabase();
        Map<String, String> unmigrated = Map.of("MILLRACE_DATABASE_URL", empty.jdbcUrl(), "MILLRACE_START_WAIT", "1s");
        Map<String, String> absent =
                Map.of("MILLRACE_DATABASE_URL", "postgresql://localhost:1/millrace", "MILLRACE_START_WAIT", "1s");
        List<RunningProcess> onEmpty =
                List.of(cluster.start(Jar.API, unmigrated), cluster.start(Jar.WORKER, unmigrated));
        List<RunningProcess> onNothing = List.of(cluster.start(Jar.API, absent), cluster.start(Jar.WORKER, absent));
        RunningProcess migrate = cluster.start(Jar.MIGRATE, absent);

        assertExplained(migrate, "does not answer");
        onEmpty.forEach(process -> assertExplained(process, "run 'millrace migrate' first"));
        onNothing.forEach(process -> {
            assertExplained(process, "Postgres at jdbc:postgresql://localhost:1/millrace");
            assertExplained(process, "refused");
        });
    }

    @Test
    void aDatabaseOfAnOlderBuild_isRefusedInOneLine() throws Exception {
        DatabaseSettings older = TestPostgres.newDatabase();
        try (Connection connection = DriverManager.getConnection(older.jdbcUrl(), older.user(), older.password());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE databasechangelog SET id = 'older-' || id");
        }
        Map<String, String> environment = Map.of("MILLRACE_DATABASE_URL", older.jdbcUrl());

        List.of(Jar.API, Jar.WORKER, Jar.MIGRATE)
                .forEach(jar ->
                        assertExplained(cluster.start(jar, environment), "was made by an older build of Millrace"));
    }

    @Test
    void aPortThatIsTaken_isSaidInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertExplained(cluster.start(Jar.API, Map.of("MILLRACE_PORT", port)), port);
        }
    }

    private static void assertExplained(RunningProcess process, String explanation) {
        assertEquals(1, process.awaitExit(), process.output());
        List<String> lines = process.output()
                .lines()
                .filter(line -> line.startsWith("millrace "))
                .toList();
        assertEquals(1, lines.size(), process.output());
        assertTrue(lines.get(0).contains(explanation), process.output());
        assertNoStackTrace(process);
    }
}

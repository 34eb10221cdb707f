package dev.millrace.test;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.postgres.LocalPostgres;
import dev.millrace.postgres.TemporaryPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The JVM's Postgres. It runs without fsync, as a test may, and in a zone that nobody writes code for. */
public final class TestPostgres {
    private static final String TEMPLATE = "migrated";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    /** A new database with the current schema, of its own for the caller; it goes with the JVM. */
    public static DatabaseSettings newDatabase() {
        return copyOf(TEMPLATE);
    }

    /** A new database without any table. */
    public static DatabaseSettings newEmptyDatabase() {
        return copyOf("template1");
    }

    private static DatabaseSettings copyOf(String template) {
        String name = "test_" + DATABASES.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return settings(name);
    }

    private static DatabaseSettings settings(String database) {
        return new DatabaseSettings(
                "jdbc:postgresql://localhost:" + Server.POSTGRES.port() + "/" + database, LocalPostgres.SUPERUSER, "");
    }

    private static synchronized void execute(String sql) {
        try (Connection connection = connect(Server.POSTGRES, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static Connection connect(LocalPostgres server, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + server.port() + "/" + database, LocalPostgres.SUPERUSER, "");
    }

    /** Starts on first use, so that a test run which needs no database pays for none. */
    private static final class Server {
        static final LocalPostgres POSTGRES = start();

        private static LocalPostgres start() {
            try {
                LocalPostgres postgres = TemporaryPostgres.start(
                        Path.of("target"), Map.of("timezone", "Pacific/Chatham", "max_connections", "200"));
                try (Connection admin = connect(postgres, "postgres");
                        Statement statement = admin.createStatement()) {
                    statement.execute("CREATE DATABASE " + TEMPLATE);
                }
                Schema.migrate(connect(postgres, TEMPLATE));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

package dev.millrace.bench;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.model.db.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Jdbi;

/** A database of the benchmark's own on a given server: new when it is opened, and gone when it is closed. */
final class BenchDatabase implements AutoCloseable {
    private static final String NAME = "millrace_bench";

    private final DatabaseSettings server;
    private final DatabaseSettings settings;
    private final Database database;

    private BenchDatabase(DatabaseSettings server, DatabaseSettings settings, Database database) {
        this.server = server;
        this.settings = settings;
        this.database = database;
    }

    /** @param server whose user may create databases */
    static BenchDatabase create(DatabaseSettings server, int connections) throws IOException {
        DatabaseSettings settings = new DatabaseSettings(
                server.jdbcUrl().replaceFirst("/[^/?]*(?=$|\\?)", "/" + NAME), server.user(), server.password());
        try {
            on(server, "DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)", "CREATE DATABASE " + NAME);
            Schema.migrate(connect(settings));
        } catch (SQLException e) {
            throw new IOException("No database can be made on " + server.jdbcUrl() + ": " + e.getMessage(), e);
        }
        return new BenchDatabase(server, settings, new Database(settings, "millrace-bench", connections));
    }

    DatabaseSettings settings() {
        return settings;
    }

    Jdbi jdbi() {
        return database.jdbi();
    }

    boolean hasLiveJobs() {
        return jdbi().withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM job_live)")
                .mapTo(Boolean.class)
                .one());
    }

    /** From the start of the first of the newest finished jobs to the end of the last. */
    double secondsOfNewest(int jobs) {
        return jdbi().withHandle(handle ->
                handle.createQuery("""
                        SELECT extract(EPOCH FROM max(finished_at) - min(started_at))
                        FROM (SELECT finished_at, started_at FROM job_finished ORDER BY id DESC LIMIT :jobs) AS newest
                        """).bind("jobs", jobs).mapTo(Double.class).one());
    }

    private static void on(DatabaseSettings server, String... statements) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect(DatabaseSettings to) throws SQLException {
        return DriverManager.getConnection(to.jdbcUrl(), to.user(), to.password());
    }

    @Override
    public void close() throws IOException {
        database.close();
        try {
            on(server, "DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IOException("The database " + NAME + " is left: " + e.getMessage(), e);
        }
    }
}

package dev.millrace.bench.subject;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.model.db.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A database of the benchmark's own on a given server: new when it is opened, and gone when it is closed. */
public final class BenchDatabase implements AutoCloseable {
    private final DatabaseSettings server;
    private final String name;
    private final DatabaseSettings settings;
    private final Database database;

    private BenchDatabase(DatabaseSettings server, String name, DatabaseSettings settings, Database database) {
        this.server = server;
        this.name = name;
        this.settings = settings;
        this.database = database;
    }

    /**
     * Makes it, with the tables of Millrace.
     *
     * @param server whose user may create databases
     * @param name of lower-case letters and underscores
     * @param connections how many at most are made to it here
     */
    public static BenchDatabase create(DatabaseSettings server, String name, int connections) throws IOException {
        BenchDatabase database = empty(server, name, connections);
        try {
            Schema.migrate(connect(database.settings));
            return database;
        } catch (SQLException e) {
            database.close();
            throw failed(server, e);
        }
    }

    /** Makes it, with nothing in it. */
    public static BenchDatabase empty(DatabaseSettings server, String name, int connections) throws IOException {
        DatabaseSettings settings = new DatabaseSettings(
                server.jdbcUrl().replaceFirst("/[^/?]*(?=$|\\?)", "/" + name), server.user(), server.password());
        try {
            on(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw failed(server, e);
        }
        return new BenchDatabase(server, name, settings, new Database(settings, "millrace-bench", connections));
    }

    private static IOException failed(DatabaseSettings server, SQLException cause) {
        return new IOException("No database can be made on " + server.jdbcUrl() + ": " + cause.getMessage(), cause);
    }

    public DatabaseSettings settings() {
        return settings;
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** Postgres's clock. */
    public Instant now() {
        return jdbi().withHandle(handle -> handle.createQuery("SELECT clock_timestamp()")
                .mapTo(Instant.class)
                .one());
    }

    /** How many jobs have ended since then, counted up to a limit. */
    public int endedSince(Instant began, int limit) {
        return firstSince(began, limit, "count(*)").intValue();
    }

    /** From the start of the first of the jobs that ended since then to the end of the last of so many. */
    public double secondsOfFirstSince(Instant began, int jobs) {
        return firstSince(began, jobs, "extract(EPOCH FROM max(finished_at) - min(started_at))");
    }

    /** By the index, whatever the planner thinks that the table holds. */
    private Double firstSince(Instant began, int jobs, String what) {
        return jdbi().inTransaction(handle -> {
            handle.execute("SET LOCAL enable_bitmapscan = off");
            return handle.createQuery("SELECT " + what + """
                             FROM (SELECT finished_at, started_at FROM job_finished WHERE finished_at >= :began
                                  ORDER BY finished_at LIMIT :jobs) AS first
                            """)
                    .bind("began", began)
                    .bind("jobs", jobs)
                    .mapTo(Double.class)
                    .one();
        });
    }

    /** Puts all of a day's jobs into one slice of the history, those that were made before this, too. */
    public void widenSlice() {
        jdbi().useTransaction(handle -> handle.execute("""
                SELECT drop_history_slice((SELECT name FROM history_slice));
                SELECT add_history_slice(now() - interval '12 hours', now() + interval '12 hours')
                """));
    }

    /** From now on the planner knows the tables as they are now. */
    public void freezeStatistics() {
        jdbi().useHandle(handle -> handle.execute("""
                ANALYZE;
                DO $$
                DECLARE
                    leaf regclass;
                BEGIN
                    FOR leaf IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
                    LOOP
                        EXECUTE format('ALTER TABLE %s SET (autovacuum_analyze_threshold = 2147483647)', leaf);
                    END LOOP;
                END
                $$
                """));
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
            on(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IOException("The database " + name + " is left: " + e.getMessage(), e);
        }
    }

    /** Does what Postgres does for itself a minute after much was written, so that it does not do so meanwhile. */
    public void vacuum() {
        jdbi().useHandle(handle -> handle.execute("VACUUM"));
    }

    /** Writes what is only in memory, so that it is not written meanwhile. */
    public void checkpoint() {
        jdbi().useHandle(handle -> handle.execute("CHECKPOINT"));
    }
}

package dev.millrace.standalone.server;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.OlderBuildException;
import dev.millrace.db.Schema;
import dev.millrace.model.node.StartException;
import dev.millrace.postgres.LocalPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** Postgres and Redis as children of this process, on loopback and ports of their own. */
final class LocalServices implements AutoCloseable {
    private static final String DATABASE = "postgres";

    private final LocalPostgres postgres;
    private final String password;
    private final LocalRedis redis;

    private LocalServices(LocalPostgres postgres, String password, LocalRedis redis) {
        this.postgres = postgres;
        this.password = password;
        this.redis = redis;
    }

    /**
     * Starts both and brings the schema up to date.
     *
     * @throws StartException saying which did not start, and why
     */
    static LocalServices start(DataDirectory data) {
        LocalRedis redis = LocalRedis.start(data.path());
        try {
            LocalServices services = new LocalServices(startPostgres(data), data.password(), redis);
            services.prepareOrStop();
            return services;
        } catch (OlderBuildException e) {
            redis.close();
            throw new StartException(
                    "The data in " + data.path() + " were made by an older build of Millrace, which this one"
                            + " cannot upgrade. Move the directory away, or choose another with --data.");
        } catch (IOException | SQLException | RuntimeException e) {
            redis.close();
            throw new StartException("Postgres did not start in " + data.postgres() + ": " + e.getMessage());
        }
    }

    private void prepareOrStop() throws SQLException {
        try {
            Schema.migrate(connect());
        } catch (SQLException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** Whoever may write to the database may run programs: the other users of this machine cannot read its password. */
    private static LocalPostgres startPostgres(DataDirectory data) throws IOException {
        data.password();
        return LocalPostgres.start(
                data.postgres(),
                data.passwordFile(),
                0,
                Map.of("listen_addresses", "127.0.0.1", "max_connections", "200", "timezone", "UTC"));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database().jdbcUrl(), database().user(), database().password());
    }

    DatabaseSettings database() {
        return new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + DATABASE, LocalPostgres.SUPERUSER, password);
    }

    URI redis() {
        return redis.uri();
    }

    @Override
    public void close() {
        redis.close();
        postgres.close();
    }

    static boolean isNew(DataDirectory data) {
        return Files.notExists(data.postgres());
    }
}

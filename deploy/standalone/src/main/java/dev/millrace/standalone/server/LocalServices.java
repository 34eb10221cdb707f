package dev.millrace.standalone.server;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.model.node.StartException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Postgres and Redis as children of this process, on loopback and ports of their own. */
final class LocalServices implements AutoCloseable {
    private static final String DATABASE = "postgres";

    private final EmbeddedPostgres postgres;
    private final String password;
    private final LocalRedis redis;

    private LocalServices(EmbeddedPostgres postgres, String password, LocalRedis redis) {
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
        } catch (IOException | SQLException | RuntimeException e) {
            redis.close();
            throw new StartException("Postgres did not start in " + data.postgres() + ": " + e.getMessage());
        }
    }

    private void prepareOrStop() throws IOException, SQLException {
        try {
            prepare();
        } catch (SQLException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    private static EmbeddedPostgres startPostgres(DataDirectory data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data.postgres())
                // Options of initdb, which the library passes on: whoever may write to the database may run programs,
                // so the other users of this machine need a password that they cannot read.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", data.passwordFile().toString())
                .setConnectConfig("password", data.password())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                // The library turns fsync off for tests; here jobs are to survive a power cut.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "128MB")
                .start();
    }

    private void prepare() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet fsync = statement.executeQuery("SHOW fsync")) {
            if (!fsync.next() || !fsync.getString(1).equals("on")) {
                throw new IllegalStateException("it runs without fsync");
            }
        }
        Schema.migrate(connect());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database().jdbcUrl(), database().user(), database().password());
    }

    DatabaseSettings database() {
        return new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + DATABASE, "postgres", password);
    }

    URI redis() {
        return redis.uri();
    }

    @Override
    public void close() throws IOException {
        redis.close();
        postgres.close();
    }

    static boolean isNew(DataDirectory data) {
        return Files.notExists(data.postgres());
    }
}

package dev.millrace.standalone.server;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.model.node.StartException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import redis.embedded.RedisServer;

/** Postgres and Redis as children of this process, on loopback and ports of their own. */
final class LocalServices implements AutoCloseable {
    private static final String DATABASE = "postgres";

    private final EmbeddedPostgres postgres;
    private final String password;
    private final RedisServer redis;
    private final int redisPort;

    private LocalServices(EmbeddedPostgres postgres, String password, RedisServer redis, int redisPort) {
        this.postgres = postgres;
        this.password = password;
        this.redis = redis;
        this.redisPort = redisPort;
    }

    /**
     * Starts both and brings the schema up to date.
     *
     * @throws StartException saying which did not start, and why
     */
    static LocalServices start(DataDirectory data) {
        int redisPort = freePort();
        RedisServer redis = startRedis(redisPort);
        try {
            LocalServices services = new LocalServices(startPostgres(data), data.password(), redis, redisPort);
            services.prepareOrStop();
            return services;
        } catch (IOException | SQLException | RuntimeException e) {
            stop(redis);
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

    private static RedisServer startRedis(int port) {
        try {
            RedisServer redis = RedisServer.newRedisServer()
                    .port(port)
                    .setting("bind 127.0.0.1")
                    .setting("save \"\"")
                    .setting("appendonly no")
                    .soutListener(line -> {})
                    .serrListener(line -> {})
                    .build();
            redis.start();
            return redis;
        } catch (IOException e) {
            throw new StartException("Redis did not start: " + e.getMessage());
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartException("No free port for Redis: " + e.getMessage());
        }
    }

    DatabaseSettings database() {
        return new DatabaseSettings(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + DATABASE, "postgres", password);
    }

    URI redis() {
        return URI.create("redis://127.0.0.1:" + redisPort);
    }

    private static void stop(RedisServer redis) {
        try {
            redis.stop();
        } catch (IOException e) {
            System.err.println("millrace: Redis did not stop: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        stop(redis);
        postgres.close();
    }

    static boolean isNew(DataDirectory data) {
        return Files.notExists(data.postgres());
    }
}

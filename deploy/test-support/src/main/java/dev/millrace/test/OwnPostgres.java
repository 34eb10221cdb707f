package dev.millrace.test;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import dev.millrace.postgres.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Postgres of the caller's own: it can be stopped, and started again with its data on the same port. */
public final class OwnPostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private final Map<String, String> configuration = new HashMap<>();
    private volatile LocalPostgres server;

    private OwnPostgres(Path data, Map<String, String> configuration) throws IOException {
        this.data = data;
        this.configuration.putAll(configuration);
        this.port = freePort();
        this.server = run();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.close(), "end-own-postgres"));
    }

    /**
     * Starts one with the current schema.
     *
     * @param parent of the directory that it keeps its data in; exists
     */
    public static OwnPostgres start(Path parent) throws IOException, SQLException {
        return start(parent, Map.of());
    }

    /** @param configuration that is not the default of tests, which know no fsync */
    public static OwnPostgres start(Path parent, Map<String, String> configuration) throws IOException, SQLException {
        OwnPostgres postgres = new OwnPostgres(newDirectory(parent), configuration);
        Schema.migrate(postgres.connect());
        return postgres;
    }

    private static Path newDirectory(Path parent) throws IOException {
        return Files.createTempDirectory(parent.toAbsolutePath(), "own-postgres");
    }

    private Connection connect() throws SQLException {
        DatabaseSettings settings = settings();
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    /** Gives it a standby, which from now on has each commit before whoever commits is told. */
    public OwnPostgres withStandby() throws IOException {
        server.close();
        Path copy = Files.createDirectory(data.resolveSibling(data.getFileName() + "-standby"));
        if (run(List.of("cp", "-a", data + "/.", copy.toString())) != 0) {
            throw new IOException("Postgres' data cannot be copied");
        }
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=%d user=postgres'%n".formatted(port),
                StandardOpenOption.APPEND);
        configuration.putAll(Map.of("synchronous_commit", "on", "synchronous_standby_names", "*"));
        restart();
        return new OwnPostgres(copy, Map.of());
    }

    /** One that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private LocalPostgres run() throws IOException {
        Map<String, String> settings = new HashMap<>(LocalPostgres.FORGETFUL);
        settings.put("max_connections", "200");
        settings.putAll(configuration);
        return LocalPostgres.start(data, null, port, settings);
    }

    public DatabaseSettings settings() {
        return at("localhost:" + port);
    }

    /** Whichever of the two is the primary. */
    public DatabaseSettings settingsWith(OwnPostgres other) {
        return at("localhost:" + port + ",localhost:" + other.port);
    }

    private static DatabaseSettings at(String hosts) {
        return new DatabaseSettings("jdbc:postgresql://" + hosts + "/postgres", LocalPostgres.SUPERUSER, "");
    }

    /** Connections to it break. */
    public void stop() {
        server.close();
    }

    public void restart() throws IOException {
        server = run();
    }

    /** Makes a primary of a standby; returns when it takes writes. */
    public void promote() throws SQLException {
        execute("SELECT pg_promote()");
    }

    /** Ends about half of the connections that there are, whatever they do. */
    public void cut() throws SQLException {
        execute("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5
                """);
    }

    /** Or not, as a primary that is being replaced: connections stay open, and what is there can be read. */
    public void takeChanges(boolean taken) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("ALTER SYSTEM SET default_transaction_read_only = " + (taken ? "off" : "on"));
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As in a power cut. */
    public void kill() {
        signal("KILL");
    }

    /** Stops all its processes in their tracks: connections stay open, and nobody answers. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets them go on after {@link #freeze()}. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            long pid = server.pid();
            // The first process stands still while the others are looked up, so that there are no new ones.
            int status = run(List.of("kill", "-STOP", Long.toString(pid)));
            List<String> command = new ArrayList<>(List.of("kill", "-" + name));
            ProcessHandle.of(pid).orElseThrow().children().forEach(child -> command.add(Long.toString(child.pid())));
            // One of them may come to its end just now.
            run(command);
            status |= run(List.of("kill", "-" + name, Long.toString(pid)));
            if (status != 0) {
                throw new AssertionError("Postgres cannot be sent " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).start().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when it has ended, also one that stands still. */
    @Override
    public void close() {
        if (server.isAlive()) {
            thaw();
        }
        server.close();
    }
}

package dev.millrace.system.nodes;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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

/** A Postgres of the test's own: it can be stopped, and started again with its data on the same port. */
final class OwnPostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private final Map<String, String> configuration = new HashMap<>();
    private EmbeddedPostgres server;

    private OwnPostgres(Path data) throws IOException {
        this.data = data;
        this.port = freePort();
        this.server = run();
    }

    /** Runs, with the current schema. */
    OwnPostgres() throws IOException, SQLException {
        this(newDirectory());
        DatabaseSettings settings = settings();
        Schema.migrate(DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password()));
    }

    private static Path newDirectory() throws IOException {
        return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "own-postgres");
    }

    /** Gives it a standby, which from now on has each commit before whoever commits is told. */
    OwnPostgres withStandby() throws IOException {
        server.close();
        Path copy = newDirectory();
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
        return new OwnPostgres(copy);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private EmbeddedPostgres run() throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setPort(port).setDataDirectory(data).setCleanDataDirectory(false);
        configuration.forEach(builder::setServerConfig);
        return builder.start();
    }

    DatabaseSettings settings() {
        return at("localhost:" + port);
    }

    /** Whichever of the two is the primary. */
    DatabaseSettings settingsWith(OwnPostgres other) {
        return at("localhost:" + port + ",localhost:" + other.port);
    }

    private static DatabaseSettings at(String hosts) {
        return new DatabaseSettings("jdbc:postgresql://" + hosts + "/postgres", "postgres", "");
    }

    /** Connections to it break. */
    void stop() throws IOException {
        server.close();
    }

    void restart() throws IOException {
        server = run();
    }

    /** Makes a primary of a standby; returns when it takes writes. */
    void promote() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        settings().jdbcUrl(), settings().user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_promote()");
        }
    }

    /** As in a power cut. */
    void kill() {
        signal("KILL");
    }

    /** Stops all its processes in their tracks: connections stay open, and nobody answers. */
    void freeze() {
        signal("STOP");
    }

    /** Lets them go on after {@link #freeze()}. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
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

    @Override
    public void close() throws IOException {
        server.close();
    }
}

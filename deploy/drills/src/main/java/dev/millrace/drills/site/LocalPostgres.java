package dev.millrace.drills.site;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A Postgres that can be stopped, and started again with its data on the same port. */
final class LocalPostgres {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    /** Runs, with the current schema. */
    LocalPostgres(Path data) throws IOException, SQLException {
        this.data = data;
        this.port = freePort();
        this.server = run();
        DatabaseSettings settings = settings();
        Schema.migrate(DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password()));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private EmbeddedPostgres run() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "200")
                .start();
    }

    DatabaseSettings settings() {
        return new DatabaseSettings("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
    }

    void stop() throws IOException {
        server.close();
    }

    void restart() throws IOException {
        server = run();
    }

    /** Sends {@code STOP} or {@code CONT} to all its processes. */
    void signal(String name) throws IOException, InterruptedException {
        long first = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        // While the first one stands still there are no new ones.
        kill("STOP", List.of(first));
        kill(
                name,
                ProcessHandle.of(first).stream()
                        .flatMap(ProcessHandle::children)
                        .map(ProcessHandle::pid)
                        .toList());
        kill(name, List.of(first));
    }

    private static void kill(String signal, List<Long> pids) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        new ProcessBuilder(command).start().waitFor();
    }

    /** Ends about half of the connections that there are, whatever they do. */
    void cut() throws SQLException {
        DatabaseSettings settings = settings();
        try (Connection connection =
                        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5
                    """);
        }
    }
}

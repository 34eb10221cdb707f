package dev.millrace.drills.site;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.db.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

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
}

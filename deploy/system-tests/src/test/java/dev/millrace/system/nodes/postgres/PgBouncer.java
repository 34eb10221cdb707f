package dev.millrace.system.nodes.postgres;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.test.OwnPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pooler as the system has it. */
final class PgBouncer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final int port;
    private final String database;
    private final Process process;

    private PgBouncer(int port, String database, Process process) {
        this.port = port;
        this.database = database;
        this.process = process;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** @param mode {@code session} or {@code transaction} */
    static PgBouncer start(DatabaseSettings postgres, String mode, Path directory) throws IOException {
        URI behind = URI.create(postgres.jdbcUrl().substring("jdbc:".length()));
        String database = behind.getPath().substring(1);
        int port = OwnPostgres.freePort();
        Path file = directory.resolve("pgbouncer-" + mode + ".ini");
        Files.writeString(file, """
                [databases]
                %s = host=localhost port=%d user=%s
                [pgbouncer]
                listen_addr = localhost
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                ignore_startup_parameters = extra_float_digits,options
                """.formatted(database, behind.getPort(), postgres.user(), port, mode));
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-q", file.toString()));
        if (System.getProperty("user.name").equals("root")) {
            // It will not run as root.
            command.addAll(1, List.of("-u", "nobody"));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer-" + mode + ".log").toFile())
                .start();
        return new PgBouncer(port, database, process);
    }

    /** @param options of the driver, with their question mark; or nothing */
    String url(String options) {
        return "postgresql://localhost:" + port + "/" + database + options;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

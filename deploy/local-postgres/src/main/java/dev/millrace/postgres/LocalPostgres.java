package dev.millrace.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Postgres that runs; its superuser is {@code postgres}. It speaks TCP on loopback and has no socket in the file system. */
public final class LocalPostgres implements AutoCloseable {
    public static final String SUPERUSER = "postgres";

    /** Settings for what need not outlive a power cut. */
    public static final Map<String, String> FORGETFUL =
            Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off");

    /** For a broken one, not for a slow machine that recovers from a power cut. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final Duration STOP = Duration.ofSeconds(20);
    private static final String READY = "ready to accept";

    /** Postgres keeps paths in 1024 bytes, and appends the names of its files. */
    private static final int LONGEST_PATH = 900;

    private final PostgresProgram program;
    private final Process process;
    private final int port;

    private LocalPostgres(PostgresProgram program, Process process, int port) {
        this.program = program;
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one, and waits until it takes connections.
     *
     * @param data its directory, in which a cluster is made if there is none
     * @param passwordFile that holds the superuser's password for a new cluster; null: everybody on this machine is let in
     * @param port 0: any free one
     * @param settings of the server, by the names of {@code postgresql.conf}
     * @throws IOException saying why it does not run, with the last lines that it printed
     */
    public static LocalPostgres start(Path data, @Nullable Path passwordFile, int port, Map<String, String> settings)
            throws IOException {
        Path absolute = checked(data.toAbsolutePath());
        PostgresProgram program = PostgresProgram.unpacked();
        if (!Files.exists(absolute.resolve("PG_VERSION"))) {
            create(program, absolute, passwordFile);
        }
        int actual = port == 0 ? freePort() : port;
        Process process = program.start("postgres", arguments(absolute, actual, settings));
        boolean ready = false;
        try {
            ProgramOutput output = new ProgramOutput(process, READY);
            ready = output.awaitReady(START);
            if (!ready) {
                throw new IOException(output.failure("Postgres"));
            }
            return new LocalPostgres(program, process, actual);
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    /** @throws IOException naming what the directory must not be */
    private static Path checked(Path data) throws IOException {
        String text = data.toString();
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IOException("its path has a line break, which Postgres does not take");
        }
        if (text.indexOf('\uFFFD') >= 0) {
            throw new IOException("its path is not text in the encoding of this locale");
        }
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException("its path has " + length + " bytes, and Postgres takes " + LONGEST_PATH + " at most");
        }
        return data;
    }

    private static void create(PostgresProgram program, Path data, @Nullable Path passwordFile) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--pgdata=" + data, "--username=" + SUPERUSER, "--encoding=UTF8"));
        if (passwordFile == null) {
            arguments.add("--auth=trust");
        } else {
            arguments.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + passwordFile));
        }
        Process process = program.start("initdb", arguments);
        try {
            ProgramOutput output = new ProgramOutput(process, null);
            if (!output.awaitSuccess(START)) {
                throw new IOException(output.failure("initdb"));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> arguments(Path data, int port, Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        // In English, since the line that says it is ready is looked for.
        arguments.addAll(List.of("-c", "lc_messages=C", "-c", "unix_socket_directories="));
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    /** One that nobody listens on now. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** Its first process, the parent of the others. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it in order, without waiting for its clients, and returns when it is gone; with force when it takes too long. */
    @Override
    public void close() {
        try {
            if (process.isAlive() && !stopped("INT")) {
                // It then recovers at the next start.
                stopped("QUIT");
            }
        } catch (IOException notSent) {
            // With force, then.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    /**
     * Java sends TERM only, upon which Postgres would wait for the last client to leave. The program {@code kill} is not
     * on every machine, and Postgres has its own.
     */
    private boolean stopped(String signal) throws IOException, InterruptedException {
        Process sender = program.start("pg_ctl", List.of("kill", signal, Long.toString(process.pid())));
        if (new ProgramOutput(sender, null).awaitSuccess(STOP)) {
            return process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS);
        }
        return !process.isAlive();
    }
}

package dev.millrace.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPostgresTest {
    /** A command that is run leaves this where the tests run. */
    private static final Path RUN = Path.of("run-by-a-shell");

    @TempDir
    private Path directory;

    private static LocalPostgres start(Path data, int port, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(LocalPostgres.FORGETFUL);
        settings.put("shared_buffers", "1MB");
        settings.putAll(more);
        return LocalPostgres.start(data, null, port, settings);
    }

    private static Connection connect(LocalPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres", LocalPostgres.SUPERUSER, "");
    }

    private static String ask(LocalPostgres postgres, String query) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            assertTrue(answer.next());
            return answer.getString(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"b;touch run-by-a-shell;\" $(touch run-by-a-shell) `touch run-by-a-shell` $HOME",
                "-q'uote\\ |>&*?[x]{a,b}~#!%20%s\tand 日本 ü "
            })
    void start_takesEveryName_andRunsNothing(String name) throws Exception {
        Path data = Files.createDirectories(directory.resolve(name).resolve("postgres"));

        try (LocalPostgres postgres = start(data, 0, Map.of("application_name", "it's \"$HOME\""))) {
            assertEquals(data.toString(), ask(postgres, "SHOW data_directory"));
            assertEquals(
                    "it's \"$HOME\"",
                    ask(postgres, "SELECT reset_val FROM pg_settings WHERE name = 'application_name'"));
        }
        assertFalse(Files.exists(RUN));
        assertFalse(Files.exists(data.resolve(RUN)));
    }

    @Test
    void start_refusesWhatPostgresCannotTake_byName() {
        for (Map.Entry<String, String> refused : Map.of(
                        "new\nline", "line break", "broken\uFFFD", "not text", "long/".repeat(180), "900 at most")
                .entrySet()) {
            Path data = directory.resolve(refused.getKey());
            IOException failure = assertThrows(IOException.class, () -> start(data, 0, Map.of()));
            assertTrue(failure.getMessage().contains(refused.getValue()), failure.getMessage());
        }
    }

    @Test
    void start_saysWhy_whenItDoesNotRun() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            IOException port = assertThrows(
                    IOException.class,
                    () -> start(directory.resolve("a"), taken.getLocalPort(), Map.of("listen_addresses", "127.0.0.1")));
            assertTrue(port.getMessage().contains("Address already in use"), port.getMessage());
        }
        IOException setting =
                assertThrows(IOException.class, () -> start(directory.resolve("a"), 0, Map.of("work_mem", "much")));
        assertTrue(setting.getMessage().contains("work_mem"), setting.getMessage());
        Path file = Files.writeString(directory.resolve("file"), "");
        IOException noDirectory = assertThrows(IOException.class, () -> start(file, 0, Map.of()));
        assertTrue(noDirectory.getMessage().contains("initdb said:"), noDirectory.getMessage());
        assertTrue(noDirectory.getMessage().contains("Not a directory"), noDirectory.getMessage());
    }

    @Test
    void close_keepsTheData_doesNotWaitForClients_andIsQuietWhereItHasEnded() throws Exception {
        LocalPostgres first = start(directory, 0, Map.of());
        try (Connection connection = connect(first);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (it int)");
        }
        try (Connection open = connect(first)) {
            first.close();
            assertFalse(first.isAlive());
            assertFalse(Files.exists(directory.resolve("postmaster.pid")));
            assertFalse(open.isValid(5));
        }
        first.close();

        try (LocalPostgres second = start(directory, first.port(), Map.of())) {
            assertEquals("kept", ask(second, "SELECT to_regclass('kept')"));
            ProcessHandle.of(second.pid()).orElseThrow().destroyForcibly();
            ProcessHandle.of(second.pid()).ifPresent(process -> process.onExit().join());
            second.close();
        }
    }

    /** Each program is stopped where it opens a pipe that this test holds. */
    @Test
    @Timeout(120)
    void start_leavesNoProcess_whenItIsInterrupted() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        assertLeavesNoProcess(pipe, () -> LocalPostgres.start(directory.resolve("new"), pipe, 0, Map.of()));

        Path data = directory.resolve("data");
        start(data, 0, Map.of()).close();
        assertLeavesNoProcess(pipe, () -> start(data, 0, Map.of("hba_file", pipe.toString())));
    }

    private static void assertLeavesNoProcess(Path pipe, Callable<LocalPostgres> start) throws Exception {
        CompletableFuture<String> failure = new CompletableFuture<>();
        Thread starter = new Thread(() -> {
            try {
                start.call().close();
                failure.complete("none");
            } catch (Exception e) {
                failure.complete(String.valueOf(e.getMessage()));
            }
        });
        starter.start();
        try (OutputStream held = Files.newOutputStream(pipe)) {
            ProcessHandle program = ProcessHandle.current()
                    .children()
                    .filter(child -> child.info().commandLine().orElse("").contains(pipe.toString()))
                    .findFirst()
                    .orElseThrow();
            try {
                starter.interrupt();
                assertEquals("Interrupted", failure.get());
                program.onExit().get(30, TimeUnit.SECONDS);
            } finally {
                program.destroyForcibly();
            }
        }
    }
}

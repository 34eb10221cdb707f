package dev.millrace.worker;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.db.Database;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerState;
import dev.millrace.model.worker.WorkerStore;
import dev.millrace.test.TestPostgres;
import dev.millrace.worker.jobrunr.JavaJobs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerNodeTest {
    private static final URI NO_REDIS = URI.create("redis://127.0.0.1:1");
    private static final Set<String> THREADS =
            Set.of("log-flusher", "redis-publisher", "redis-subscriber", "dispatcher", "heartbeat");

    @TempDir
    private Path directory;

    private final DatabaseSettings settings = TestPostgres.newDatabase();
    private final Database database = new Database(settings, "test", 1);
    private final WorkerStore workers = new WorkerStore(database.jdbi());

    @AfterEach
    void close() {
        database.close();
    }

    private WorkerConfig config() {
        return new WorkerConfig(
                new Backends(settings, NO_REDIS, Duration.ZERO),
                1,
                List.of(),
                WorkerConfig.DEFAULT_AGEING,
                Duration.ZERO,
                new SharedDirectories(directory.resolve("tools"), directory.resolve("artifacts")),
                directory.resolve("scratch"),
                directory.resolve("alive"),
                JavaJobs.NONE);
    }

    @Test
    void worker_isOnRecordFromItsStartUntilItStops() throws IOException {
        WorkerNode node = WorkerNode.start(config());
        assertEquals(List.of(WorkerState.RUNNING), states());
        eventually("it shows that it is alive", () -> Files.exists(directory.resolve("alive")));

        node.close();

        assertEquals(List.of(WorkerState.STOPPED), states());
        assertFalse(Files.exists(directory.resolve("alive")));
        assertNothingIsLeft();
    }

    @Test
    void startThatFails_leavesNothingOpen() throws IOException {
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE worker RENAME TO worker_away"));

        assertThrows(RuntimeException.class, () -> WorkerNode.start(config()));

        assertNothingIsLeft();
    }

    private List<WorkerState> states() {
        return workers.list().stream().map(Worker::state).toList();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("scratch"))) {
            assertEquals(List.of(), left.toList());
        }
        eventually(
                "the watchdog is gone",
                () -> ProcessHandle.current()
                        .children()
                        .noneMatch(
                                child -> child.info().commandLine().orElse("").contains(directory.toString())));
        eventually(
                "its threads have ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(THREADS::contains));
        eventually("its connections are closed", () -> connections() == 0);
    }

    private int connections() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'millrace-worker'
                        """).mapTo(Integer.class).one());
    }
}

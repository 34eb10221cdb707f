package dev.millrace.api;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.api.http.address.AddressSettings;
import dev.millrace.api.http.server.HttpServerException;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.db.DatabaseSettings;
import dev.millrace.model.config.Backends;
import dev.millrace.model.config.SharedDirectories;
import dev.millrace.model.history.Retention;
import dev.millrace.test.TestPostgres;
import dev.millrace.test.TestRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is the last part that starts: when its port is taken, all others are there already. */
class FailedStartTest {
    private static final List<String> OURS =
            List.of("watch", "event-hub", "tool-loader", "redis-", "http", "millrace-api", "qtp", "jobrunr");

    @TempDir
    private Path directory;

    @Test
    void nodeThatCannotListen_leavesNothingBehind() throws IOException {
        Set<Thread> before = ourThreads();
        DatabaseSettings database = TestPostgres.newDatabase();
        try (TestRedis redis = new TestRedis();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ApiConfig config = new ApiConfig(
                    new Backends(database, URI.create(redis.url()), Duration.ZERO),
                    HttpSettings.of("127.0.0.1", taken.getLocalPort()),
                    AddressSettings.NONE,
                    4,
                    new SharedDirectories(directory, directory),
                    Retention.USUAL,
                    false);

            HttpServerException refused = assertThrows(HttpServerException.class, () -> ApiNode.start(config));

            assertTrue(refused.getMessage().contains("taken"), refused.getMessage());
            eventually(
                    "its threads end",
                    () -> ourThreads().stream()
                            .filter(thread -> !before.contains(thread))
                            .toList(),
                    List::isEmpty);
        }
    }

    private static Set<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OURS.stream().anyMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }
}

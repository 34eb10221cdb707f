package dev.millrace.api.watch;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.HttpServer;
import dev.millrace.api.http.server.HttpSettings;
import dev.millrace.api.http.stream.DelayedAnswer;
import dev.millrace.model.lookup.JobReader;
import dev.millrace.model.operations.Caller;
import dev.millrace.model.operations.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits whose client is gone. */
class AbandonedWaitTest {
    private final WatchedHub watched = new WatchedHub();
    private final Caller caller = Caller.anonymous("request", null);
    private final Wait wait =
            new Wait((job, watcher) -> watched.hub.watch(job, watcher).leave(), new JobReader(watched.database.jdbi()));

    @AfterEach
    void close() {
        watched.close();
    }

    /** The server does not look at a connection while it waits, so the limit of the wait is the longest that it is kept. */
    @Test
    void waitOfAClientThatIsGone_letsGoOfTheHubWithinItsLimit() throws IOException {
        Route route = Route.get(
                "/wait",
                ctx -> DelayedAnswer.when(
                        wait.untilEnded(watched.job, caller),
                        Duration.ofSeconds(1),
                        ctx,
                        later -> later.result("still here?")));
        try (HttpServer server = HttpServer.start(HttpSettings.of("127.0.0.1", 0), List.of(route))) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream()
                        .write("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                eventually("the wait has begun", watched.hub::isWatched);
            }
            eventually("the hub is let go", () -> !watched.hub.isWatched());
        }
    }

    @Test
    void waitForWhatIsNoJob_letsGoOfTheHubAtOnce() {
        wait.untilEnded(UUID.randomUUID(), caller).join();
        assertFalse(watched.hub.isWatched());
    }
}

package dev.millrace.api.http.problem;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.api.http.route.Route;
import dev.millrace.api.http.server.TestServer;
import dev.millrace.model.db.OutageLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of requests that Postgres keeps from being done. */
class RefusedRequestsTest {
    private static final Route READING = Route.get("/jobs", ctx -> {});
    private static final Route OTHER_READING = Route.get("/queues", ctx -> {});
    private static final Route WRITING = Route.post("/jobs", ctx -> {});
    private static final RuntimeException AWAY = new IllegalStateException(new SQLException("gone", "57P01"));

    private final Logger logger = (Logger) LoggerFactory.getLogger(ProblemHandler.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long now;
    private final RefusedRequests requests =
            new RefusedRequests(new OutageLog(logger, "requests are answered with 503"), () -> now);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private List<Level> told() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getLevel).toList();
    }

    @Test
    void outage_isOverWhenTheRouteIsDoneAgain() {
        requests.refused(READING, AWAY);
        requests.refused(READING, AWAY);
        pass(5);
        requests.answered(READING, 503);
        requests.answered(OTHER_READING, 200);
        requests.answered(null, 200);
        assertEquals(List.of(Level.WARN), told(), "nothing that was refused has been done");

        requests.answered(READING, 200);
        requests.answered(READING, 200);
        assertEquals(List.of(Level.WARN, Level.INFO), told());

        requests.refused(READING, AWAY);
        assertEquals(List.of(Level.WARN, Level.INFO, Level.WARN), told());
    }

    @Test
    void outageOfSomeRequests_isOne() {
        for (int second = 0; second < 30; second++) {
            requests.refused(READING, AWAY);
            pass(1);
            requests.answered(READING, 200);
        }
        assertEquals(List.of(Level.WARN), told());
    }

    @Test
    void changesThatAreRefused_areNotOverBecauseItCanBeRead() {
        requests.refused(READING, AWAY);
        requests.refused(WRITING, AWAY);
        pass(10);
        requests.answered(READING, 200);
        assertEquals(List.of(Level.WARN), told());

        requests.answered(WRITING, 202);
        assertEquals(List.of(Level.WARN, Level.INFO), told());
    }

    @Test
    void server_tellsTheBeginningAndTheEnd() {
        AtomicBoolean away = new AtomicBoolean(true);
        Route route = Route.get("/jobs", ctx -> {
            if (away.get()) {
                throw AWAY;
            }
        });
        try (TestServer server = new TestServer(route)) {
            assertEquals(503, server.get("/jobs").statusCode());
            away.set(false);

            eventually("the end is told", () -> {
                server.get("/jobs");
                return told().equals(List.of(Level.WARN, Level.INFO));
            });
        }
    }
}

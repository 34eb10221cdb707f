package dev.millrace.model.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("outage");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> told(Level level) {
        return lines.list.stream()
                .filter(line -> line.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static RuntimeException failure(String sqlState, String message) {
        return new IllegalStateException("our own words", new SQLException(message, sqlState));
    }

    @Test
    void anOutage_isToldOnce_withItsReason_andItsEnd() {
        OutageLog outage = new OutageLog(logger, "lines wait");
        for (int i = 0; i < 1_000; i++) {
            outage.failed(failure("53100", "could not extend file number " + i));
        }
        outage.done();
        outage.done();

        assertEquals(
                List.of("Postgres has run out of room; lines wait: could not extend file number 0"), told(Level.WARN));
        assertEquals(List.of("Over after 0 s and 1000 failure(s): lines wait"), told(Level.INFO));
    }

    @Test
    void anotherReason_isTold_andSoIsAnotherOutage() {
        OutageLog outage = new OutageLog(logger, "lines wait");
        outage.failed(failure("57P01", "shutting down"));
        outage.failed(failure("08001", "refused"));
        outage.failed(failure("53300", "too many"));
        outage.done();
        outage.failed(failure("53300", "too many"));

        assertEquals(
                List.of(
                        "Postgres is away; lines wait: shutting down",
                        "Postgres has run out of room; lines wait, after 3 failures: too many",
                        "Postgres has run out of room; lines wait: too many"),
                told(Level.WARN));
    }

    @Test
    void anOutageThatLasts_isToldAgain() {
        OutageLog outage = new OutageLog(logger, "lines wait", Duration.ZERO);
        outage.failed(failure("57P01", "one"));
        outage.failed(failure("57P01", "two"));

        assertEquals(2, told(Level.WARN).size());
    }

    @Test
    void whatIsNotOfPostgres_isNotPutDownToIt() {
        new OutageLog(logger, "no jobs are claimed").failed(new IllegalStateException("no threads"));

        assertEquals(List.of("no jobs are claimed: no threads"), told(Level.WARN));
    }
}

package dev.millrace.model.updates;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.model.job.Priority;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A Redis that answers with an error for a while, as after a restart: a line in the log, and nothing to be done. */
@Timeout(120)
class RedisErrorsTest {
    private static final int TRIES = 10;

    private final ScriptedRedis redis = new ScriptedRedis();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.millrace.model.updates");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final RedisSubscriber.Listener nobody = new RedisSubscriber.Listener() {
        @Override
        public void message(String channel, String text) {}

        @Override
        public void connected() {}
    };

    RedisErrorsTest() throws IOException {}

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void close() {
        redis.close();
        logger.detachAppender(lines);
        logger.setAdditive(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOADING Redis is loading the dataset in memory|is loading its data",
                "READONLY You can't write against a read only replica.|is a replica, which takes no changes",
                "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.|is busy with a script",
                "NOAUTH Authentication required.|wants a password",
                "WRONGPASS invalid username-password pair or user is disabled.|refuses the user or the password",
                "MASTERDOWN Link with MASTER is down.|is a replica that has lost its primary",
                "CLUSTERDOWN Hash slot not served|is a cluster that is not complete",
                "MISCONF Redis is configured to save RDB snapshots.|cannot save its data",
                "WHATEVER comes next|refuses"
            })
    void error_isSaidOnce_andBothGoOnByThemselves(String error, String problem) {
        try (RedisPublisher publisher = new RedisPublisher(redis.uri());
                RedisSubscriber subscriber = new RedisSubscriber(redis.uri(), List.of(Channels.WORKERS), nobody)) {
            awaitBoth(publisher, subscriber);

            redis.refuse(error);
            eventually("publishing is refused", publisher::problem, Optional.of(problem)::equals);
            eventually("hearing is refused", subscriber::problem, Optional.of(problem)::equals);
            int before = redis.refusals();
            eventually("they try on", () -> redis.refusals() > before + TRIES);
            redis.recover();
            awaitBoth(publisher, subscriber);

            List<ILoggingEvent> told = List.copyOf(lines.list);
            told.forEach(line -> assertNull(line.getThrowableProxy(), line.getFormattedMessage()));
            assertEquals(
                    2,
                    told.stream().filter(line -> line.getLevel() == Level.WARN).count(),
                    told.toString());
        }
    }

    /** There may be nothing to publish for hours, and the node must not look broken as long. */
    @Test
    void messageThatIsRefusedForAMoment_leavesNoProblem() {
        try (RedisPublisher publisher = new RedisPublisher(redis.uri())) {
            eventually("it is connected", publisher::isConnected);
            redis.refuse("PUBLISH", "BUSY Redis is busy running a script.");
            publisher.wakeWorkers(Priority.HIGH);
            eventually("it is refused", () -> redis.refusals() > 0);
            redis.recover();

            eventually("it is connected again", publisher::isConnected);
        }
    }

    private static void awaitBoth(RedisPublisher publisher, RedisSubscriber subscriber) {
        eventually("both work", () -> publisher.isConnected() && subscriber.isConnected());
    }
}

package dev.millrace.model.updates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

class RedisTroubleTest {
    @Test
    void line_hasTheReasonAndNoClass() {
        Logger logger = (Logger) LoggerFactory.getLogger("redis-trouble");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        logger.setAdditive(false);
        logger.addAppender(lines);
        lines.start();

        new RedisTrouble(logger, "hints wait")
                .begins(new JedisConnectionException(new SocketTimeoutException("Read timed out")));

        assertEquals(
                List.of("Redis does not answer, hints wait: Read timed out"),
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }
}

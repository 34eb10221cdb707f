package dev.millrace.model.db;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By how much this machine's clock is wrong. Postgres told its time somewhere between the question and the answer, which
 * may be long on a busy machine; so each answer narrows down what is possible, until one shows that the clock was set.
 */
final class ClockError {
    private static final Logger log = LoggerFactory.getLogger(ClockError.class);

    /** A correction that jitters would bring ids out of order that it is to keep in order. */
    private static final long TOLERATED_MILLIS = 2_000;

    private long least = -TOLERATED_MILLIS;
    private long most = TOLERATED_MILLIS;
    private volatile long millisAhead;

    void note(Instant asked, Instant ofPostgres, Instant answered) {
        long low = Duration.between(ofPostgres, asked).toMillis();
        long high = Duration.between(ofPostgres, answered).toMillis();
        if (low > high) {
            return; // The clock was set meanwhile: the next answer will tell.
        }
        boolean set = low > most || high < least;
        least = set ? low : Math.max(least, low);
        most = set ? high : Math.min(most, high);
        long middle = (least + most) / 2;
        long before = millisAhead;
        millisAhead = Math.abs(middle) > TOLERATED_MILLIS ? middle : 0;
        if (set && (before != 0 || millisAhead != 0)) {
            log.warn("This machine's clock is {} ms ahead of that of Postgres, which is the one that counts", middle);
        }
    }

    /** 0 when it is about right. */
    long millisAhead() {
        return millisAhead;
    }
}

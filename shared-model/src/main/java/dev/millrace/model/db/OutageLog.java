package dev.millrace.model.db;

import java.time.Duration;
import org.slf4j.Logger;

/**
 * Tells the log that Postgres keeps something from being done, and when it is done again. What is tried again and again
 * fails as often, and is told when that begins, when it fails for another kind of reason, and each minute. Thread-safe.
 */
public final class OutageLog {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Logger log;
    private final String what;
    private final long pause;
    private volatile boolean out;
    private String cause = "";
    private long toldAt;
    private long began;
    private long last;
    private long failures;

    /** @param what cannot be done, as in "log lines wait" */
    public OutageLog(Logger log, String what) {
        this(log, what, PAUSE);
    }

    OutageLog(Logger log, String what, Duration pause) {
        this.log = log;
        this.what = what;
        this.pause = pause.toNanos();
    }

    /** It failed once more. */
    public synchronized void failed(Throwable failure) {
        String now = PostgresError.of(failure)
                .map(error -> "Postgres " + error.words() + "; ")
                .orElse("");
        long time = System.nanoTime();
        // Where nobody says that it was done, nobody has met an outage for long.
        boolean begins = !out || time - last >= pause;
        if (begins) {
            began = time;
            failures = 0;
        }
        failures++;
        if (begins || !now.equals(cause) || time - toldAt >= pause) {
            toldAt = time;
            tell(now, PostgresError.reason(failure));
        }
        cause = now;
        last = time;
        out = true;
    }

    private void tell(String cause, String reason) {
        String times = failures == 1 ? "" : ", after " + failures + " failures";
        log.warn("{}{}{}: {}", cause, what, times, reason);
    }

    /** It was done. Costs next to nothing where it always is. */
    public void done() {
        if (out) {
            end();
        }
    }

    private synchronized void end() {
        if (out) {
            out = false;
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            log.info("Over after {} s and {} failure(s): {}", seconds, failures, what);
        }
    }
}

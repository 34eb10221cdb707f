package dev.millrace.worker;

import dev.millrace.model.config.Durations;
import dev.millrace.worker.queue.Dispatcher;
import dev.millrace.worker.queue.RunningAttempts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wait of a stopping worker for what it runs, which says what it waits for and until when. */
final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);
    private static final int NAMED = 10;

    private final Dispatcher dispatcher;
    private final RunningAttempts running;
    private final IntSupplier programs;

    /** @param programs jobs of other programs that run */
    Drain(Dispatcher dispatcher, RunningAttempts running, IntSupplier programs) {
        this.dispatcher = dispatcher;
        this.running = running;
        this.programs = programs;
    }

    /** Waits until nothing runs; false when that took longer than the limit. */
    boolean await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        if (programs.getAsInt() > 0) {
            log.info("Draining: {} job(s) of other programs run and may go on as long", programs.getAsInt());
        }
        if (running.isEmpty()) {
            log.info("Stopping; no attempt runs");
        } else {
            log.info(
                    "Draining: {} attempt(s) run and may go on until {} ({}): {}",
                    running.count(),
                    Instant.now().plus(limit).truncatedTo(ChronoUnit.SECONDS),
                    Durations.format(limit),
                    jobs());
        }
        while (true) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (dispatcher.awaitIdle(left.compareTo(BETWEEN_WORDS) < 0 ? left : BETWEEN_WORDS)) {
                return true;
            }
            left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                return false;
            }
            log.info(
                    "Draining: {} attempt(s) still run, for {} s more at most: {}",
                    running.count(),
                    left.toSeconds(),
                    jobs());
        }
    }

    private String jobs() {
        List<UUID> jobs = running.jobs();
        String named =
                String.join(", ", jobs.stream().limit(NAMED).map(UUID::toString).toList());
        return jobs.size() > NAMED ? named + ", …" : named;
    }
}

package dev.millrace.model.thread;

import static dev.millrace.test.Eventually.eventually;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EnduringSchedulerTest {
    private final EnduringScheduler scheduler = new EnduringScheduler("keeps-house");
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        scheduler.shutdownNow();
    }

    private void fail() {
        runs.incrementAndGet();
        throw new NoClassDefFoundError("missing");
    }

    @Test
    void taskWithPauses_thatThrows_isRepeated() {
        ScheduledFuture<?> ignored = scheduler.scheduleWithFixedDelay(this::fail, 0, 1, TimeUnit.MILLISECONDS);

        eventually("it is run again", () -> runs.get() > 2);
    }

    @Test
    void taskAtARate_thatThrows_isRepeated() {
        ScheduledFuture<?> ignored = scheduler.scheduleAtFixedRate(this::fail, 0, 1, TimeUnit.MILLISECONDS);

        eventually("it is run again", () -> runs.get() > 2);
    }
}

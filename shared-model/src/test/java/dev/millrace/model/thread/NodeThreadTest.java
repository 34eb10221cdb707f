package dev.millrace.model.thread;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NodeThreadTest {
    private final AtomicInteger steps = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);

    static List<Throwable> whateverIsThrown() {
        return List.of(
                new IllegalStateException("unchecked"),
                new Exception("checked"),
                new OutOfMemoryError("unable to create native thread"),
                new StackOverflowError(),
                new NoClassDefFoundError("missing"),
                new Error("an error of nobody's"),
                new InterruptedException("by a stranger"));
    }

    @ParameterizedTest
    @MethodSource("whateverIsThrown")
    void thread_goesOnAfter(Throwable thrown) {
        try (NodeThread thread = new NodeThread("goes-on", () -> {
            if (steps.incrementAndGet() <= 2) {
                sneak(thrown);
            }
            never.await();
        })) {
            thread.start();

            eventually("the third step", () -> steps.get() == 3);
            assertTrue(thread.isWell());
        }
    }

    @SuppressWarnings("unchecked") // As a thread is stopped: with what nothing declares.
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void interruptOfAStranger_endsNothing() {
        try (NodeThread thread = new NodeThread("interrupted", () -> {
            steps.incrementAndGet();
            never.await();
        })) {
            thread.start();
            eventually("it waits", () -> steps.get() == 1);

            thread.interrupt();

            eventually("it waits again", () -> steps.get() == 2);
        }
    }

    @Test
    void close_interruptsTheStep_andIsTheEnd() throws Exception {
        NodeThread thread = new NodeThread("closed", () -> {
            steps.incrementAndGet();
            never.await();
        });
        thread.start();
        eventually("it waits", () -> steps.get() == 1);

        thread.close();

        assertTrue(thread.join(Duration.ofSeconds(60)));
        assertEquals(1, steps.get());
        assertTrue(thread.isWell(), "it is not missed");
    }

    @Test
    void threadThatHangs_orOnlyFails_isNotWell() {
        Duration little = Duration.ofMillis(50);
        try (NodeThread hangs = new NodeThread("hangs", never::await);
                NodeThread fails = new NodeThread("fails", () -> {
                    throw new IllegalStateException("again");
                });
                NodeThread waits = new NodeThread("waits", () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        NodeThread.progress();
                    }
                })) {
            List.of(hangs, fails, waits).forEach(NodeThread::start);
            assertTrue(hangs.isWell());
            assertEquals(List.of(), NodeThreads.unwell());

            eventually("they are", () -> !hangs.madeProgressWithin(little) && !fails.madeProgressWithin(little));
            eventually("one is long, but gets on", () -> waits.madeProgressWithin(little));
        }
    }

    @Test
    void threadThatIsBusy_isWellForSoLong_orUntilItGetsOn() {
        CountDownLatch gotOn = new CountDownLatch(1);
        try (NodeThread thread = new NodeThread("busy", () -> {
            NodeThread.busyFor(Duration.ofHours(1));
            steps.incrementAndGet();
            gotOn.await();
            NodeThread.progress();
            never.await();
        })) {
            thread.start();
            eventually("it is busy", () -> steps.get() == 1);
            assertTrue(thread.madeProgressWithin(Duration.ZERO));

            gotOn.countDown();

            eventually("it is not any more", () -> !thread.madeProgressWithin(Duration.ZERO));
        }
    }
}

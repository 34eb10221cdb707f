package dev.millrace.api.rest.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SingleFlightTest {
    private static final int LATER = 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SingleFlight<String, Object> answers = new SingleFlight<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    @Timeout(60)
    void whoAsksWhileTheSameIsAnswered_sharesTheNextAnswer() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<Object> first = threads.submit(() -> answers.ask("list", () -> {
            underWay.countDown();
            await(goOn);
            return "old";
        }));
        await(underWay);
        AtomicInteger found = new AtomicInteger();
        List<Thread> later = Stream.generate(() -> new Thread(() -> answers.ask("list", found::incrementAndGet)))
                .limit(LATER)
                .toList();
        later.forEach(Thread::start);
        for (Thread thread : later) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }

        assertEquals("other", answers.ask("another list", () -> "other"));
        assertEquals(0, found.get());
        goOn.countDown();
        for (Thread thread : later) {
            thread.join();
        }
        assertEquals("old", first.get());
        assertEquals(1, found.get());
    }

    @Test
    void whoeverComesAfterwards_getsAnAnswerOfItsOwn() {
        Object first = new Object();
        Object second = new Object();

        assertSame(first, answers.ask("list", () -> first));
        assertSame(second, answers.ask("list", () -> second));
    }

    @Test
    void failure_isOfThoseWhoAskedThen() {
        IllegalStateException failure = new IllegalStateException("away");

        assertSame(
                failure,
                assertThrows(
                        IllegalStateException.class,
                        () -> answers.ask("list", () -> {
                            throw failure;
                        })));
        assertEquals("there", answers.ask("list", () -> "there"));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

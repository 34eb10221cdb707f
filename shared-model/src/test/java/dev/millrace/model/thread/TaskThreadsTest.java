package dev.millrace.model.thread;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TaskThreadsTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private final TaskThreads threads = new TaskThreads("tasks", 1);
    private final Queue<String> done = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void repeatedTask_thatThrows_isRepeatedAllTheSame() {
        AtomicInteger runs = new AtomicInteger();
        threads.every(Duration.ZERO, SOON, () -> {
            if (runs.incrementAndGet() <= 3) {
                throw new NoClassDefFoundError("missing");
            }
        });

        eventually("it is run again", () -> runs.get() > 4);
    }

    @Test
    void taskThatThrows_keepsNoOtherFromItsTurn() {
        threads.execute(() -> {
            throw new StackOverflowError();
        });
        threads.execute(() -> done.add("next"));

        eventually("the next is run", () -> done.contains("next"));
    }

    @Test
    void tasks_areRunInTheirOrder_andLaterOnesLater() {
        CountDownLatch given = new CountDownLatch(1);
        threads.execute(() -> await(given));
        threads.schedule(Duration.ofMillis(50), () -> done.add("later"));
        threads.execute(() -> done.add("first"));
        threads.execute(() -> done.add("second"));
        given.countDown();

        eventually("all are run", () -> done.size() == 3);
        assertEquals(List.of("first", "second", "later"), List.copyOf(done));
    }

    @Test
    void afterTheEnd_tasksAreDropped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        threads.execute(() -> {
            begun.countDown();
            await(never);
            done.add("interrupted");
        });
        begun.await();

        threads.close();
        threads.execute(() -> done.add("late"));

        assertTrue(threads.awaitEnd(Duration.ofSeconds(60)));
        assertEquals(List.of("interrupted"), List.copyOf(done));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

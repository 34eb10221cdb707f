package dev.millrace.api.watch;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.JobEvent;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watchers that come, go and fail. */
class EventHubTest {
    private final WatchedHub watched = new WatchedHub();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        watched.close();
    }

    @Test
    void watcherThatComesDuringADelivery_missesNothing() throws Exception {
        CountDownLatch delivering = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        watched.hub.watch(watched.job, event -> {
            delivering.countDown();
            await(goOn);
        });
        long number = EventWriter.commitOne(watched.database, watched.job);
        watched.hub.hint();
        await(delivering);

        WatchedHub.Seen seen = threads.submit(watched::watchAll).get();
        goOn.countDown();

        assertTrue(
                seen.watch.passed() >= number || seen.numbers.contains(number),
                "told that all up to " + seen.watch.passed() + " has passed, and not told of " + number);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void watcherThatComesAsTheHubGoesToSleep_isNotToldThePast() throws Exception {
        long newest = EventWriter.commitOne(watched.database, watched.job);
        try (EventHub idle = new EventHub(watched.events)) {
            Queue<JobEvent> told = new ConcurrentLinkedQueue<>();
            FutureTask<EventHub.Watch> watch = new FutureTask<>(() -> idle.watchAll(told::add));
            Thread watcher = new Thread(watch, "late-watcher");
            synchronized (idle) {
                idle.hint();
                awaitBlocked("event-hub");
                watcher.start();
                awaitBlocked("late-watcher");
            }

            assertEquals(newest, watch.get().passed());
            assertEquals(List.of(), List.copyOf(told));
        }
    }

    private static void awaitBlocked(String thread) {
        eventually(
                thread + " waits for the hub's lock",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(each -> each.getName().equals(thread) && each.getState() == Thread.State.BLOCKED));
    }

    @Test
    void watcherThatFails_takesNothingFromTheOthers() {
        watched.hub.watchAll(event -> {
            throw new IllegalStateException("broken watcher");
        });
        WatchedHub.Seen seen = watched.watchAll();

        EventWriter.commitOne(watched.database, watched.job);
        EventWriter.commitOne(watched.database, watched.job);

        watched.assertSawAllSinceItsStart(seen);
    }

    /** As after an older backup was restored while the node ran. */
    @Test
    void numbersThatAreGivenOutAgain_areNoticed() {
        long many = 1_000_000;
        WatchedHub.Seen seen = watched.watchAll();
        setNextNumber(many);
        EventWriter.commitOne(watched.database, watched.job);
        watched.assertSawAllSinceItsStart(seen);

        watched.database.jdbi().useHandle(handle -> handle.execute("TRUNCATE job_event"));
        setNextNumber(1);

        eventually("what comes after is told", () -> {
            EventWriter.commitOne(watched.database, watched.job);
            watched.hub.hint();
            return seen.numbers.stream().anyMatch(number -> number < many);
        });
    }

    private void setNextNumber(long number) {
        watched.database
                .jdbi()
                .useHandle(handle -> handle.execute("SELECT setval('job_event_number', ?, false)", number));
    }

    @Test
    void watcherOfAJob_isToldOfThatJobOnly() {
        UUID other = EventWriter.newJob(watched.database);
        WatchedHub.Seen seen = new WatchedHub.Seen();
        seen.watch = watched.hub.watch(watched.job, seen::event);

        long first = EventWriter.commitOne(watched.database, watched.job);
        EventWriter.commitOne(watched.database, other);
        long third = EventWriter.commitOne(watched.database, watched.job);
        watched.hub.hint();

        eventually("both arrive", () -> seen.sinceStart().size() == 2);
        assertEquals(List.of(first, third), seen.sinceStart());
    }
}

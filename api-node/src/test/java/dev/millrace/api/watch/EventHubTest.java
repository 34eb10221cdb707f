package dev.millrace.api.watch;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.queue.EventStore;
import dev.millrace.test.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventHubTest {
    private final Database database = new Database(TestPostgres.newDatabase(), "event-hub-test", 20);
    private final EventStore events = new EventStore(database.jdbi());
    private final UUID job = EventWriter.newJob(database);
    private final EventHub hub = new EventHub(events);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        hub.close();
        database.close();
    }

    /** A watcher that remembers. */
    private static final class Seen {
        final Queue<Long> numbers = new ConcurrentLinkedQueue<>();
        EventHub.Watch watch;

        void event(JobEvent event) {
            numbers.add(event.number());
        }

        /** What the hub owes this watcher. */
        List<Long> sinceStart() {
            return numbers.stream().filter(number -> number > watch.settled()).toList();
        }
    }

    private Seen watchAll() {
        Seen seen = new Seen();
        seen.watch = hub.watchAll(seen::event);
        return seen;
    }

    private void assertSawAllSinceItsStart(Seen seen) {
        hub.hint();
        List<Long> expected = numbersAfter(seen.watch.settled());
        eventually("all events arrive", () -> seen.sinceStart().size() >= expected.size());
        assertEquals(expected, seen.sinceStart());
    }

    private List<Long> numbersAfter(long after) {
        return events.all(after, 100_000).stream().map(JobEvent::number).toList();
    }

    @Test
    void watchers_seeEveryEventOfManyWritersOnceAndInOrder() throws Exception {
        Seen first = watchAll();
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            Random random = new Random(writer);
            writers.add(threads.submit(() -> writeTransactions(random)));
        }
        Queue<Seen> later = new ConcurrentLinkedQueue<>();
        Future<?> comingAndGoing = threads.submit(() -> {
            for (int round = 0; round < 60; round++) {
                Seen seen = watchAll();
                if (round % 2 == 0) {
                    seen.watch.end().run();
                } else {
                    later.add(seen);
                }
            }
        });
        for (Future<?> writer : writers) {
            writer.get();
        }
        comingAndGoing.get();

        assertSawAllSinceItsStart(first);
        assertEquals(numbersAfter(0), first.sinceStart());
        later.forEach(this::assertSawAllSinceItsStart);
    }

    private void writeTransactions(Random random) {
        for (int i = 0; i < 60; i++) {
            try (EventWriter writer = new EventWriter(database, job)) {
                for (int event = 0; event <= random.nextInt(3); event++) {
                    writer.write();
                }
                if (random.nextInt(4) == 0) {
                    writer.rollback();
                } else {
                    writer.commit();
                }
            }
            hub.hint();
        }
    }

    @Test
    void laterNumber_waitsForTheEarlierOneThatIsStillOnItsWay() {
        Seen seen = watchAll();
        try (EventWriter slow = new EventWriter(database, job)) {
            long first = slow.write();
            long second = EventWriter.commitOne(database, job);
            letTheHubMeetTheGap();
            assertEquals(List.of(), seen.sinceStart());

            slow.commit();

            eventually("both arrive", () -> seen.sinceStart().size() == 2);
            assertEquals(List.of(first, second), seen.sinceStart());
        }
    }

    @Test
    void laterNumber_passesTheEarlierOneThatWasRolledBack() {
        Seen seen = watchAll();
        try (EventWriter failing = new EventWriter(database, job)) {
            failing.write();
            long second = EventWriter.commitOne(database, job);
            letTheHubMeetTheGap();

            failing.rollback();

            eventually("the second arrives", () -> !seen.sinceStart().isEmpty());
            assertEquals(List.of(second), seen.sinceStart());
        }
    }

    @Test
    void writerThatStartedLater_delaysNobody() {
        Seen seen = watchAll();
        long first = EventWriter.commitOne(database, job);
        try (EventWriter stuck = new EventWriter(database, job)) {
            stuck.write();
            hub.hint();

            eventually("the first arrives", () -> seen.sinceStart().equals(List.of(first)));
            stuck.rollback();
        }
    }

    /** Its last statement then is the one that asks for the writers. */
    private void letTheHubMeetTheGap() {
        hub.hint();
        eventually(
                "the hub asks who may fill the gap",
                () -> database.jdbi()
                                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND query LIKE '%virtualtransaction%'
                          AND pid <> pg_backend_pid() AND query_start > (SELECT max(at) FROM job_event)
                        """)
                                        .mapTo(Integer.class)
                                        .one())
                        > 0);
    }

    @Test
    void watcherThatComesDuringADelivery_missesNothing() throws Exception {
        CountDownLatch delivering = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        hub.watch(job, event -> {
            delivering.countDown();
            await(goOn);
        });
        long number = EventWriter.commitOne(database, job);
        hub.hint();
        await(delivering);

        Seen seen = threads.submit(this::watchAll).get();
        goOn.countDown();

        assertTrue(
                seen.watch.settled() >= number || seen.numbers.contains(number),
                "told that all up to " + seen.watch.settled() + " is settled, and not told of " + number);
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
        long newest = EventWriter.commitOne(database, job);
        try (EventHub idle = new EventHub(events)) {
            Queue<JobEvent> told = new ConcurrentLinkedQueue<>();
            FutureTask<EventHub.Watch> watch = new FutureTask<>(() -> idle.watchAll(told::add));
            Thread watcher = new Thread(watch, "late-watcher");
            synchronized (idle) {
                idle.hint();
                awaitBlocked("event-hub");
                watcher.start();
                awaitBlocked("late-watcher");
            }

            assertEquals(newest, watch.get().settled());
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
        hub.watchAll(event -> {
            throw new IllegalStateException("broken watcher");
        });
        Seen seen = watchAll();

        EventWriter.commitOne(database, job);
        EventWriter.commitOne(database, job);

        assertSawAllSinceItsStart(seen);
    }

    @Test
    void watcherOfAJob_isToldOfThatJobOnly() {
        UUID other = EventWriter.newJob(database);
        Seen seen = new Seen();
        seen.watch = hub.watch(job, seen::event);

        long first = EventWriter.commitOne(database, job);
        EventWriter.commitOne(database, other);
        long third = EventWriter.commitOne(database, job);
        hub.hint();

        eventually("both arrive", () -> seen.sinceStart().size() == 2);
        assertEquals(List.of(first, third), seen.sinceStart());
    }
}

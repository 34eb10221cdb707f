package dev.millrace.api.watch;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order the hub tells of events whose transactions end in another. */
class EventOrderTest {
    private final WatchedHub watched = new WatchedHub();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        watched.close();
    }

    @Test
    void watchers_seeEveryEventOfManyWritersOnceAndInOrder() throws Exception {
        WatchedHub.Seen first = watched.watchAll();
        List<Future<?>> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            Random random = new Random(writer);
            writers.add(threads.submit(() -> writeTransactions(random)));
        }
        Queue<WatchedHub.Seen> later = new ConcurrentLinkedQueue<>();
        Future<?> comingAndGoing = threads.submit(() -> {
            for (int round = 0; round < 60; round++) {
                WatchedHub.Seen seen = watched.watchAll();
                if (round % 2 == 0) {
                    seen.watch.leave().run();
                } else {
                    later.add(seen);
                }
            }
        });
        for (Future<?> writer : writers) {
            writer.get();
        }
        comingAndGoing.get();

        watched.assertSawAllSinceItsStart(first);
        assertEquals(watched.numbersAfter(0), first.sinceStart());
        later.forEach(watched::assertSawAllSinceItsStart);
    }

    private void writeTransactions(Random random) {
        for (int i = 0; i < 60; i++) {
            try (EventWriter writer = new EventWriter(watched.database, watched.job)) {
                for (int event = 0; event <= random.nextInt(3); event++) {
                    writer.write();
                }
                if (random.nextInt(4) == 0) {
                    writer.rollback();
                } else {
                    writer.commit();
                }
            }
            watched.hub.hint();
        }
    }

    @Test
    void laterNumber_waitsForTheEarlierOneThatIsStillOnItsWay() {
        WatchedHub.Seen seen = watched.watchAll();
        try (EventWriter slow = new EventWriter(watched.database, watched.job)) {
            long first = slow.write();
            long second = EventWriter.commitOne(watched.database, watched.job);
            letTheHubMeetTheGap();
            assertEquals(List.of(), seen.sinceStart());

            slow.commit();

            eventually("both arrive", () -> seen.sinceStart().size() == 2);
            assertEquals(List.of(first, second), seen.sinceStart());
        }
    }

    @Test
    void laterNumber_passesTheEarlierOneThatWasRolledBack() {
        WatchedHub.Seen seen = watched.watchAll();
        try (EventWriter failing = new EventWriter(watched.database, watched.job)) {
            failing.write();
            long second = EventWriter.commitOne(watched.database, watched.job);
            letTheHubMeetTheGap();

            failing.rollback();

            eventually("the second arrives", () -> !seen.sinceStart().isEmpty());
            assertEquals(List.of(second), seen.sinceStart());
        }
    }

    @Test
    void writerThatStartedLater_delaysNobody() {
        WatchedHub.Seen seen = watched.watchAll();
        long first = EventWriter.commitOne(watched.database, watched.job);
        try (EventWriter stuck = new EventWriter(watched.database, watched.job)) {
            stuck.write();
            watched.hub.hint();

            eventually("the first arrives", () -> seen.sinceStart().equals(List.of(first)));
            stuck.rollback();
        }
    }

    /** Its last statement then is the one that asks for the writers. */
    private void letTheHubMeetTheGap() {
        watched.hub.hint();
        eventually(
                "the hub asks who may fill the gap",
                () -> watched.database
                                .jdbi()
                                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND query LIKE '%virtualtransaction%'
                          AND pid <> pg_backend_pid() AND query_start > (SELECT max(at) FROM job_event)
                        """)
                                        .mapTo(Integer.class)
                                        .one())
                        > 0);
    }
}

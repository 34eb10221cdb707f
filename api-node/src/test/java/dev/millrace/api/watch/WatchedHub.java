package dev.millrace.api.watch;

import static dev.millrace.test.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.db.Database;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.journal.EventStore;
import dev.millrace.test.TestPostgres;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A hub on a database of its own, and watchers that remember what it told them. */
final class WatchedHub implements AutoCloseable {
    final Database database = new Database(TestPostgres.newDatabase(), "event-hub-test", 20);
    final EventStore events = new EventStore(database.jdbi());
    final UUID job = EventWriter.newJob(database);
    final EventHub hub = new EventHub(events);

    static final class Seen {
        final Queue<Long> numbers = new ConcurrentLinkedQueue<>();
        EventHub.Watch watch;

        void event(JobEvent event) {
            numbers.add(event.number());
        }

        /** What the hub owes this watcher. */
        List<Long> sinceStart() {
            return numbers.stream().filter(number -> number > watch.passed()).toList();
        }
    }

    Seen watchAll() {
        Seen seen = new Seen();
        seen.watch = hub.watchAll(seen::event);
        return seen;
    }

    void assertSawAllSinceItsStart(Seen seen) {
        hub.hint();
        List<Long> expected = numbersAfter(seen.watch.passed());
        eventually("all events arrive", () -> seen.sinceStart().size() >= expected.size());
        assertEquals(expected, seen.sinceStart());
    }

    List<Long> numbersAfter(long after) {
        return events.all(after, 100_000).stream().map(JobEvent::number).toList();
    }

    @Override
    public void close() {
        hub.close();
        database.close();
    }
}

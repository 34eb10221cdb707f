package dev.millrace.api.watch;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.journal.EventStore;
import dev.millrace.model.thread.Mailbox;
import dev.millrace.model.thread.NodeThread;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of all jobs in their order and gives them to whoever watches. It looks when Redis hints that something
 * happened, and each second anyhow; while nobody watches it does not look at all.
 *
 * <p>An event's number is given out before its transaction commits, so a later number can be visible first. The hub
 * passes a gap only when it has filled, or when every transaction that could still fill it has ended.
 */
public final class EventHub implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventHub.class);
    private static final int PAGE = 1_000;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long GAP_LOOK_MILLIS = 2;
    private static final Duration START_LIMIT = Duration.ofSeconds(5);

    private static final Duration COMPARE_PAUSE = Duration.ofSeconds(5);

    private final OutageLog outage = new OutageLog(log, "event streams and waits are silent");
    private final EventStore events;
    private final Set<Consumer<JobEvent>> ofAll = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Set<Consumer<JobEvent>>> ofJob = new ConcurrentHashMap<>();
    private final Mailbox<Boolean> hints = new Mailbox<>(1);
    private final NodeThread thread = new NodeThread("event-hub", this::step);
    private volatile boolean closed;
    private volatile boolean following;
    private volatile long passed;
    private long comparedAt = System.nanoTime();

    public EventHub(EventStore events) {
        this.events = events;
        thread.start();
    }

    /** Says that events may have been committed. */
    public void hint() {
        boolean unused = hints.offer(true);
    }

    /**
     * A place among the watchers.
     *
     * @param passed all events up to this number can be read from Postgres, and those after it are given to the watcher;
     *     the last of the former may be given to it, too
     */
    public record Watch(long passed, Runnable leave) {}

    /**
     * Gives the watcher every event of all jobs from now on.
     *
     * @param watcher is called from one thread, in order, and must not block it
     */
    public Watch watchAll(Consumer<JobEvent> watcher) {
        ofAll.add(watcher);
        return awaitFollowing(() -> ofAll.remove(watcher));
    }

    /** The same for the events of one job. */
    public Watch watch(UUID job, Consumer<JobEvent> watcher) {
        ofJob.compute(job, (id, watchers) -> {
            Set<Consumer<JobEvent>> set = watchers == null ? ConcurrentHashMap.newKeySet() : watchers;
            set.add(watcher);
            return set;
        });
        return awaitFollowing(() -> ofJob.computeIfPresent(job, (id, watchers) -> {
            watchers.remove(watcher);
            return watchers.isEmpty() ? null : watchers;
        }));
    }

    /** A hub that nobody watched has to find its place first. */
    private synchronized Watch awaitFollowing(Runnable end) {
        hint();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        boolean interrupted = false;
        while (!following && !closed && !interrupted && System.nanoTime() < deadline) {
            try {
                wait(LOOK.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!following) {
            end.run();
            throw new MillraceException(ErrorCode.UNAVAILABLE, "Events cannot be read now: Postgres does not answer.");
        }
        return new Watch(passed, end);
    }

    boolean isWatched() {
        return !ofAll.isEmpty() || !ofJob.isEmpty();
    }

    private void step() throws InterruptedException {
        look();
        List<Boolean> unused = hints.take(1, LOOK);
    }

    private void look() throws InterruptedException {
        try {
            if (isWatched()) {
                follow();
                outage.done();
            } else {
                pause();
            }
        } catch (RuntimeException away) {
            outage.failed(away);
        }
    }

    /** Decided under the lock under which a new watcher asks, so that it never relies on a hub that pauses. */
    private synchronized void pause() {
        following = following && isWatched();
    }

    private void follow() throws InterruptedException {
        if (!following) {
            start();
        }
        List<JobEvent> page;
        do {
            page = nextPage();
            page.forEach(this::deliver);
            NodeThread.progress();
        } while (!page.isEmpty());
        if (System.nanoTime() - comparedAt > COMPARE_PAUSE.toNanos()) {
            comparedAt = System.nanoTime();
            startOverIfSetBack();
        }
    }

    /** An older backup gives out numbers again that have passed, and nobody would be told of what has them. */
    private void startOverIfSetBack() throws InterruptedException {
        long newest = events.newest();
        if (newest < passed) {
            log.warn(
                    "The newest event is {}, before {}, which has passed: has a backup been restored?", newest, passed);
            start();
        }
    }

    private void start() throws InterruptedException {
        long newest = events.newest();
        awaitEnd(events.writersInFlight());
        synchronized (this) {
            passed = newest;
            following = true;
            notifyAll();
        }
        log.debug("Following events after {}", newest);
    }

    /** The next events, of which none can be followed by one with a smaller number. */
    private List<JobEvent> nextPage() throws InterruptedException {
        List<JobEvent> page = events.all(passed, PAGE);
        if (page.isEmpty() || isWithoutGap(page)) {
            return page;
        }
        long last = page.get(page.size() - 1).number();
        awaitEnd(events.writersInFlight());
        return events.all(passed, PAGE).stream()
                .filter(event -> event.number() <= last)
                .toList();
    }

    private boolean isWithoutGap(List<JobEvent> page) {
        return page.get(page.size() - 1).number() - passed == page.size();
    }

    private void awaitEnd(List<String> writers) throws InterruptedException {
        List<String> left = writers;
        while (!left.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(GAP_LOOK_MILLIS);
            NodeThread.progress();
            List<String> now = events.writersInFlight();
            left = left.stream().filter(now::contains).toList();
        }
    }

    /** The place moves first: a watcher that comes in meanwhile either reads that the event has passed, or is told of it. */
    private void deliver(JobEvent event) {
        synchronized (this) {
            passed = event.number();
        }
        ofAll.forEach(watcher -> tell(watcher, event));
        ofJob.getOrDefault(event.jobId(), Set.of()).forEach(watcher -> tell(watcher, event));
    }

    private static void tell(Consumer<JobEvent> watcher, JobEvent event) {
        try {
            watcher.accept(event);
        } catch (RuntimeException | Error e) {
            log.error("A watcher failed at event {}", event.number(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.close();
    }
}

package dev.millrace.worker.queue;

import dev.millrace.model.attempt.StopReason;
import dev.millrace.model.config.Durations;
import dev.millrace.model.db.Database;
import dev.millrace.model.db.OutageLog;
import dev.millrace.model.job.JobEvent;
import dev.millrace.model.lifecycle.Transactions;
import dev.millrace.model.lifecycle.due.DueJobs;
import dev.millrace.model.lifecycle.recover.Recovery;
import dev.millrace.model.thread.TaskThreads;
import dev.millrace.model.worker.Beat;
import dev.millrace.model.worker.Worker;
import dev.millrace.model.worker.WorkerStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says more than once a second that this worker is alive, and does what it learns by that: starts queued and due jobs, stops
 * cancelled ones, and takes over from workers that are gone. It is what makes everything work without Redis, a second
 * later at most.
 *
 * <pre>
 *            beat answered                     no beat for a lease, others noticed
 *   ALIVE ──────────────────▶ ALIVE    ALIVE ─────────────────────────────────────▶ GIVEN UP
 *     ▲                                                                                 │
 *     └──────────── registered again ◀── own jobs queued again ◀── all attempts stopped ┘
 * </pre>
 */
public final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration INTERVAL = Duration.ofMillis(750);

    /** A worker that was not seen for so long is given up. */
    public static final Duration LEASE = Duration.ofMillis(3_500);

    private static final Duration END_OF_BEAT = Duration.ofSeconds(5);
    private static final int BATCH = 100;

    private final OutageLog dueOutage = new OutageLog(log, "due jobs wait");
    private final OutageLog takeoverOutage = new OutageLog(log, "jobs of lost workers wait");
    private final Worker worker;
    private final WorkerStore workers;
    private final DueJobs due;
    private final Recovery recovery;
    private final RunningAttempts running;
    private final Dispatcher dispatcher;
    private final Runnable onBeat;
    private final TaskThreads timer = new TaskThreads("heartbeat", 1);
    private long contactSince = System.nanoTime();
    private boolean inContact;
    private final AtomicBoolean hurried = new AtomicBoolean();
    private volatile boolean closed;

    /** @param onBeat told of every beat that Postgres took */
    public Heartbeat(
            Worker worker,
            WorkerStore workers,
            Transactions transactions,
            RunningAttempts running,
            Dispatcher dispatcher,
            Runnable onBeat) {
        this.worker = worker;
        this.workers = workers;
        this.due = new DueJobs(transactions);
        this.recovery = new Recovery(transactions);
        this.running = running;
        this.dispatcher = dispatcher;
        this.onBeat = onBeat;
    }

    public void start() {
        timer.every(Duration.ZERO, INTERVAL, this::beat);
    }

    /** Beats now instead of at the next second, in order to learn what has been asked for. */
    public void hurry() {
        if (!closed && hurried.compareAndSet(false, true)) {
            timer.execute(this::beat);
        }
    }

    private void beat() {
        hurried.set(false);
        long asked = System.nanoTime();
        try {
            Beat beat = workers.beat(worker.id(), LEASE, dispatcher.looksForOthers());
            noteContact(System.nanoTime() - asked > INTERVAL.toNanos());
            act(beat, asked);
            onBeat.run();
        } catch (RuntimeException away) {
            if (inContact) {
                log.warn("Postgres does not take the heartbeat; what runs goes on: {}", away.getMessage());
            }
            inContact = false;
        }
    }

    /** @param slow that Postgres took long to answer, as it did then to the others */
    private void noteContact(boolean slow) {
        if (!inContact || slow) {
            inContact = true;
            contactSince = System.nanoTime();
        }
    }

    private void act(Beat beat, long asked) {
        if (!beat.alive()) {
            startOver();
            return;
        }
        running.lease().renew(asked);
        beat.cancelled().forEach(job -> running.stop(job, StopReason.CANCEL));
        if (beat.queued()) {
            dispatcher.wake();
        }
        if (beat.programsWait()) {
            dispatcher.wakeForOthers();
        }
        if (beat.nextDue() != null && beat.nextDue().compareTo(INTERVAL) <= 0) {
            enqueueWhenDue(beat.nextDue());
        }
        boolean tookOver = guarded("take over jobs", () -> takeOver(beat));
        boolean recovered = guarded("recover unknown jobs", () -> recoverUnknown(beat.running()));
        if (tookOver && recovered) {
            takeoverOutage.done();
        }
    }

    /** What one job makes impossible must not keep the worker from everything else; returns whether it was done. */
    private boolean guarded(String what, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException e) {
            if (Database.isUnavailable(e)) {
                takeoverOutage.failed(e);
            } else {
                log.error("Could not {}, trying again", what, e);
            }
            return false;
        }
    }

    private void enqueueWhenDue(Duration wait) {
        timer.schedule(wait, this::enqueueDue);
    }

    private void enqueueDue() {
        try {
            while (due.enqueue(BATCH) == BATCH) {
                log.debug("More jobs are due");
            }
            dueOutage.done();
            dispatcher.wake();
        } catch (RuntimeException away) {
            dueOutage.failed(away);
        }
    }

    /**
     * After an outage every worker looks lost until it has had the time to be seen again. So nobody is given up by a
     * worker that has not itself been in contact for a whole lease.
     */
    private void takeOver(Beat beat) {
        if (!beat.abandoned() || System.nanoTime() - contactSince < LEASE.toNanos()) {
            return;
        }
        int lost = workers.markLost(LEASE);
        if (lost > 0) {
            log.warn("Gave up {} worker(s) not seen for {}", lost, Durations.format(LEASE));
        }
        List<JobEvent> recovered = recovery.recoverAbandoned(BATCH);
        recovered.forEach(
                event -> log.info("Job {} was running on a worker that is gone: {}", event.jobId(), event.state()));
        if (!recovered.isEmpty()) {
            hurry();
        }
    }

    private void recoverUnknown(List<UUID> recorded) {
        for (UUID job : running.unknownForLong(recorded)) {
            log.warn("Job {} is recorded as running here, but is not; its attempt counts as lost", job);
            recovery.recoverUnknown(job, worker.id());
        }
    }

    /** Others have taken this worker's jobs: stops what runs, then begins as new. */
    private void startOver() {
        if (!running.isEmpty()) {
            log.warn("This worker was given up for lost; stopping {} attempt(s)", running.count());
            running.stopAll(StopReason.LOST);
            return;
        }
        while (recovery.recoverAbandoned(BATCH).size() == BATCH) {
            log.debug("More jobs are to be queued again");
        }
        if (closed) {
            return;
        }
        running.lease().startOver();
        workers.register(worker);
        dispatcher.wake();
        log.info("Registered again as worker {}", worker.id());
    }

    @Override
    public void close() {
        closed = true;
        timer.close();
        try {
            // A beat that is under way could register again whoever has just signed off.
            if (!timer.awaitEnd(END_OF_BEAT)) {
                log.warn("The last heartbeat did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

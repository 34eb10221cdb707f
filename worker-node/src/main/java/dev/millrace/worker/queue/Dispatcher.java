package dev.millrace.worker.queue;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Priority;
import dev.millrace.worker.queue.Slots.Claimed;
import dev.millrace.worker.queue.Slots.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills free slots: claims until the queue is empty, and then again whenever it is woken. */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final OutageLog outage = new OutageLog(log, "no jobs are claimed");
    private final Slots slots;
    private final RunningAttempts running;
    private final IntFunction<List<Job>> claim;
    private final Attempts attempts;
    private final ExecutorService threads;
    private final Thread thread;

    /**
     * Makes a dispatcher that does nothing until it is started.
     *
     * @param slots attempts at once, at least 1
     * @param claim takes at most so many jobs from the queue; more than there are slots while attempts are short
     */
    public Dispatcher(int slots, RunningAttempts running, IntFunction<List<Job>> claim, Attempts attempts) {
        this.slots = new Slots(slots);
        this.running = running;
        this.claim = claim;
        this.attempts = attempts;
        this.threads = Executors.newCachedThreadPool(task -> new Thread(task, "attempt"));
        this.thread = new Thread(this::run, "dispatcher");
    }

    public void start() {
        thread.start();
    }

    /** Says that there may be something to claim, of this priority; a wake during a claim is not lost. */
    public void wake(Priority priority) {
        slots.wake(priority);
    }

    /** The same, of any priority. */
    public void wake() {
        wake(Priority.CRITICAL);
    }

    /** Claims nothing more, and gives back what is not begun; what runs goes on. */
    public void stopAccepting() {
        slots.close();
        thread.interrupt();
    }

    private void run() {
        while (true) {
            try {
                Turn turn = slots.next();
                if (turn.claim() > 0) {
                    fill(turn.claim());
                } else if (turn.giveBack().isEmpty()) {
                    log.debug("Claiming no more jobs");
                    return;
                }
                turn.giveBack().forEach(waiting -> attempts.giveBack(waiting.job(), () -> settled(waiting.job())));
            } catch (InterruptedException stopping) {
                log.debug("Waiting for no more jobs");
            }
        }
    }

    private void fill(int wanted) throws InterruptedException {
        List<Job> jobs;
        long asked = System.nanoTime();
        if (!running.lease().covers(asked)) {
            log.debug("Claiming nothing until the next heartbeat is taken");
            return;
        }
        try {
            jobs = claim.apply(wanted);
            outage.done();
        } catch (RuntimeException away) {
            outage.failed(away);
            slots.pause(PAUSE_AFTER_FAILURE);
            return;
        }
        long now = System.nanoTime();
        List<Claimed> claimed = jobs.stream()
                .map(job -> new Claimed(job, running.add(job, asked), now))
                .toList();
        for (Claimed first : slots.add(claimed, jobs.size() == wanted)) {
            threads.execute(() -> runAll(first));
        }
    }

    private void runAll(Claimed first) {
        List<Claimed> next = List.of(first);
        while (!next.isEmpty()) {
            Claimed one = next.get(0);
            long began = System.nanoTime();
            try {
                attempts.run(one.job(), one.stop(), () -> settled(one.job()));
            } finally {
                next = slots.ended(Duration.ofNanos(System.nanoTime() - began));
            }
        }
    }

    private void settled(Job job) {
        running.remove(job);
        slots.settled();
    }

    /**
     * Waits, after {@link #stopAccepting()}, until nothing runs any more and all is recorded; false when that took longer
     * than the limit.
     */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        // It may be claiming still.
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive() && slots.awaitIdle(Duration.ofNanos(end - System.nanoTime()));
    }

    @Override
    public void close() {
        stopAccepting();
        threads.shutdown();
    }
}

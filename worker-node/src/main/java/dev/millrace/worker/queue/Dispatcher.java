package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills free slots: claims until the queue is empty, and then again whenever it is woken. */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final int slots;
    private final Semaphore free;
    private final Semaphore woken = new Semaphore(0);
    private final RunningAttempts running;
    private final IntFunction<List<Job>> claim;
    private final BiConsumer<Job, Stop> execute;
    private final ExecutorService attempts;
    private final Thread thread;
    private volatile boolean accepting = true;

    /**
     * Makes a dispatcher that does nothing until it is started.
     *
     * @param claim takes at most so many jobs from the queue
     * @param execute runs an attempt to its recorded end; must not throw
     */
    public Dispatcher(int slots, RunningAttempts running, IntFunction<List<Job>> claim, BiConsumer<Job, Stop> execute) {
        this.slots = slots;
        this.free = new Semaphore(slots);
        this.running = running;
        this.claim = claim;
        this.execute = execute;
        this.attempts = Executors.newFixedThreadPool(slots, task -> new Thread(task, "attempt"));
        this.thread = new Thread(this::run, "dispatcher");
    }

    public void start() {
        thread.start();
    }

    /** Says that there may be something to claim; a wake during a claim is not lost. */
    public void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    /** Claims nothing more; what runs goes on. */
    public void stopAccepting() {
        accepting = false;
        thread.interrupt();
    }

    private void run() {
        try {
            while (accepting) {
                free.acquire();
                int wanted = 1 + free.drainPermits();
                int started = fill(wanted);
                boolean queueIsEmpty = started < wanted;
                if (queueIsEmpty) {
                    woken.acquire();
                    woken.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            log.debug("Claiming no more jobs");
        }
    }

    private int fill(int wanted) throws InterruptedException {
        List<Job> jobs = List.of();
        try {
            jobs = claim.apply(wanted);
        } catch (RuntimeException away) {
            log.warn("No jobs could be claimed, trying again in {}: {}", PAUSE_AFTER_FAILURE, away.getMessage());
            woken.tryAcquire(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
            woken.release();
        } finally {
            free.release(wanted - jobs.size());
        }
        for (Job job : jobs) {
            Stop stop = running.add(job);
            attempts.execute(() -> runOne(job, stop));
        }
        return jobs.size();
    }

    private void runOne(Job job, Stop stop) {
        try {
            execute.accept(job, stop);
        } finally {
            running.remove(job);
            free.release();
        }
    }

    /** Waits until nothing runs any more; false when that took longer than the limit. */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        boolean idle = free.tryAcquire(slots, limit.toMillis(), TimeUnit.MILLISECONDS);
        if (idle) {
            free.release(slots);
        }
        return idle;
    }

    @Override
    public void close() {
        stopAccepting();
        attempts.shutdown();
    }
}

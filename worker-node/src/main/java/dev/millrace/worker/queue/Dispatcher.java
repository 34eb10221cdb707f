package dev.millrace.worker.queue;

import dev.millrace.model.job.Job;
import dev.millrace.worker.runtime.Stop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills free slots: claims until the queue is empty, and then again whenever it is woken. */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** Attempts for each slot of which the outcome is not recorded yet: more than one, so that slots need not wait for it. */
    private static final int ATTEMPTS_PER_SLOT = 4;

    private final int most;
    private final Semaphore free;
    private final Semaphore unrecorded;
    private final Semaphore woken = new Semaphore(0);
    private final RunningAttempts running;
    private final IntFunction<List<Job>> claim;
    private final BiFunction<Job, Stop, Runnable> execute;
    private final ExecutorService attempts;
    private final Thread thread;
    private volatile boolean accepting = true;

    /**
     * Makes a dispatcher that does nothing until it is started.
     *
     * @param claim takes at most so many jobs from the queue
     * @param execute runs an attempt to its end, and returns what then records it while the slot serves the next; neither
     *     may throw
     */
    public Dispatcher(
            int slots, RunningAttempts running, IntFunction<List<Job>> claim, BiFunction<Job, Stop, Runnable> execute) {
        this.most = slots * ATTEMPTS_PER_SLOT;
        this.free = new Semaphore(slots);
        this.unrecorded = new Semaphore(most);
        this.running = running;
        this.claim = claim;
        this.execute = execute;
        this.attempts = Executors.newCachedThreadPool(task -> new Thread(task, "attempt"));
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
                int wanted = acquire();
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

    /** Waits for a free slot, and takes all that are. */
    private int acquire() throws InterruptedException {
        free.acquire();
        unrecorded.acquire();
        int more = Math.min(free.availablePermits(), unrecorded.availablePermits());
        free.acquireUninterruptibly(more);
        unrecorded.acquireUninterruptibly(more);
        return 1 + more;
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
            unrecorded.release(wanted - jobs.size());
        }
        for (Job job : jobs) {
            Stop stop = running.add(job);
            attempts.execute(() -> runOne(job, stop));
        }
        return jobs.size();
    }

    private void runOne(Job job, Stop stop) {
        try {
            recordingOf(job, stop).run();
        } finally {
            running.remove(job);
            unrecorded.release();
        }
    }

    private Runnable recordingOf(Job job, Stop stop) {
        try {
            return execute.apply(job, stop);
        } finally {
            free.release();
        }
    }

    /** Waits until nothing runs any more and all is recorded; false when that took longer than the limit. */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        boolean idle = unrecorded.tryAcquire(most, limit.toMillis(), TimeUnit.MILLISECONDS);
        if (idle) {
            unrecorded.release(most);
        }
        return idle;
    }

    @Override
    public void close() {
        stopAccepting();
        attempts.shutdown();
    }
}

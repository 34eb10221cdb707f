package dev.millrace.worker.queue;

import dev.millrace.model.db.OutageLog;
import dev.millrace.model.job.Job;
import dev.millrace.model.job.Priority;
import dev.millrace.model.thread.NodeThread;
import dev.millrace.worker.queue.Slots.Turn;
import dev.millrace.worker.runtime.StartBackoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills free slots: claims until the queue is empty, and then again whenever it is woken. */
public final class Dispatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final OutageLog outage = new OutageLog(log, "no jobs are claimed");
    private final Slots slots;
    private final RunningAttempts running;
    private final Engine engine;
    private final Attempts attempts;
    private final StartBackoff startBackoff;
    private final SlotThreads threads;
    private final NodeThread thread;

    // On their way; of the dispatcher's own thread. What a broken step leaves here the next one works off.

    /** Claimed and not in slots yet. */
    private final Deque<Claimed> arriving = new ArrayDeque<>();

    /** In slots and not begun. */
    private final Deque<Claimed> starting = new ArrayDeque<>();

    /** Jobs of other programs, not in slots yet. What is lost of them JobRunr finds as orphans. */
    private final Deque<Runnable> others = new ArrayDeque<>();

    /** To be given back. */
    private final Deque<Claimed> returning = new ArrayDeque<>();

    /**
     * Makes a dispatcher that does nothing until it is started.
     *
     * @param slots attempts at once, at least 1
     * @param engine asked for more jobs than there are slots while attempts are short
     * @param startBackoff whether it makes sense to claim anything
     */
    public Dispatcher(int slots, RunningAttempts running, Engine engine, Attempts attempts, StartBackoff startBackoff) {
        this(
                slots,
                running,
                engine,
                attempts,
                startBackoff,
                Executors.newCachedThreadPool(task -> new Thread(task, "attempt")));
    }

    Dispatcher(
            int slots,
            RunningAttempts running,
            Engine engine,
            Attempts attempts,
            StartBackoff startBackoff,
            ExecutorService threads) {
        this.slots = new Slots(slots);
        this.running = running;
        this.engine = engine;
        this.attempts = attempts;
        this.startBackoff = startBackoff;
        this.threads = new SlotThreads(this.slots, threads, startBackoff);
        this.thread = NodeThread.keepingTheProcess("dispatcher", this::step);
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

    /** Whether it is worth while, now, to look for jobs of other programs. */
    boolean looksForOthers() {
        return engine.looksForOthers();
    }

    /** Jobs of other programs wait: there may be slots for them when tools' jobs have theirs. */
    void wakeForOthers() {
        slots.noticeOthers();
    }

    /** Claims nothing more, and gives back what is not begun; what runs goes on. */
    public void stopAccepting() {
        slots.close();
        thread.interrupt();
    }

    private void step() throws InterruptedException {
        workOff();
        Turn turn = slots.next(NodeThread.IDLE);
        if (turn.claim() > 0) {
            fill(turn);
        } else if (turn.isLast()) {
            log.debug("Claiming no more jobs");
            thread.finish();
        }
        returning.addAll(turn.giveBack());
        workOff();
    }

    /** Begins and gives back all that is on its way. Called at the start of a step too: the last one may have been broken off. */
    private void workOff() {
        for (Claimed job = arriving.poll(); job != null; job = arriving.poll()) {
            // The slots have not counted it, so only the running attempts forget it.
            Job notInASlot = job.job();
            giveBack(notInASlot, () -> running.remove(notInASlot));
        }
        for (Claimed job = starting.poll(); job != null; job = starting.poll()) {
            begin(job);
        }
        for (Runnable other = others.poll(); other != null; other = others.poll()) {
            threads.beginOther(other);
        }
        for (Claimed job = returning.poll(); job != null; job = returning.poll()) {
            giveBack(job.job(), job::settled);
        }
    }

    private void fill(Turn turn) throws InterruptedException {
        long asked = System.nanoTime();
        if (!running.lease().covers(asked)) {
            log.debug("Claiming nothing until the next heartbeat is taken");
            return;
        }
        if (!startBackoff.mayTryNow()) {
            log.debug("Claiming nothing that could not be started");
            return;
        }
        try {
            others.addAll(engine.fetch(turn.claim(), turn.free(), jobs -> arrive(jobs, asked)));
            outage.done();
        } catch (RuntimeException away) {
            outage.failed(away);
            slots.pause(PAUSE_AFTER_FAILURE);
            return;
        } catch (Error broken) {
            slots.pause(PAUSE_AFTER_FAILURE);
            throw broken;
        }
        if (turn.free() > 0 && others.size() >= turn.free() - arriving.size()) {
            slots.noticeOthers();
        }
        starting.addAll(slots.add(List.copyOf(arriving), arriving.size() == turn.claim()));
        arriving.clear();
    }

    private List<Claimed> arrive(List<Job> jobs, long asked) {
        long now = System.nanoTime();
        List<Claimed> claimed = new ArrayList<>(jobs.size());
        for (Job job : jobs) {
            Claimed one = new Claimed(job, running.add(job, asked), now, this::settled);
            arriving.add(one);
            claimed.add(one);
        }
        return claimed;
    }

    /** Runs a job; without a thread for it, gives the job back. */
    private void begin(Claimed job) {
        if (!threads.begin(job)) {
            giveBack(job.job(), job::settled);
        }
    }

    /** What cannot even be given back is left to the heartbeat, which finds that the job is not here. */
    private void giveBack(Job job, Runnable settled) {
        try {
            attempts.giveBack(job, settled);
        } catch (RuntimeException | Error broken) {
            settled.run();
            throw broken;
        }
    }

    private void settled(Job job) {
        if (running.remove(job)) {
            slots.settled();
        }
    }

    /**
     * Waits, after {@link #stopAccepting()}, until nothing runs any more and all is recorded; false when that took longer
     * than the limit.
     */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        // It may be claiming still.
        return thread.join(limit) && slots.awaitIdle(Duration.ofNanos(end - System.nanoTime()));
    }

    @Override
    public void close() {
        stopAccepting();
        threads.close();
    }
}

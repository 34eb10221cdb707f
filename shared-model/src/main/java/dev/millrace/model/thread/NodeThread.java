package dev.millrace.model.thread;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that lives as long as its node: it runs a step, again and again. Whatever a step throws, an {@link Error}
 * included, is logged and followed by a pause and the next step. So a step must leave things such that the next one can
 * go on from there, wherever it was broken off.
 *
 * <p>A step takes or waits for {@link #IDLE} at most, or else says now and then that it gets on: {@link #progress()}. One
 * that does neither for {@link #PROGRESS_TIMEOUT}, or that has only thrown for so long, makes {@link NodeThreads} say so.
 *
 * <p>Only {@link #finish()} and {@link #close()} end it. An interrupt of somebody else's does not.
 */
public final class NodeThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeThread.class);

    /** For how long a step may wait for something to do. */
    public static final Duration IDLE = Duration.ofSeconds(5);

    /** Longer than Postgres usually lets a statement run, and longer than the socket waits for an answer. */
    static final Duration PROGRESS_TIMEOUT = Duration.ofSeconds(45);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Step step;
    private final OwnedThread thread;
    private final GrowingPause pause = new GrowingPause(SHORTEST_PAUSE, LONGEST_PAUSE);
    private volatile boolean finished;
    private volatile long progressAt = System.nanoTime();

    /** What the thread does. */
    public interface Step {
        void run() throws Exception;
    }

    /** A thread of the JVM that knows whose it is. */
    private static final class OwnedThread extends Thread {
        private final NodeThread owner;

        OwnedThread(NodeThread owner, String name) {
            super(owner::run, name);
            this.owner = owner;
        }
    }

    /** A thread that does nothing until it is started, and does not keep the process from ending. */
    public NodeThread(String name, Step step) {
        this.step = step;
        this.thread = new OwnedThread(this, name);
        thread.setDaemon(true);
    }

    /** The same, but the process lives as long as the thread. */
    public static NodeThread keepingTheProcess(String name, Step step) {
        NodeThread made = new NodeThread(name, step);
        made.thread.setDaemon(false);
        return made;
    }

    /** @throws OutOfMemoryError where the machine has no thread to spare */
    public NodeThread start() {
        progressAt = System.nanoTime();
        thread.start();
        NodeThreads.add(this);
        return this;
    }

    private void run() {
        while (!finished) {
            try {
                step.run();
                progressAt = System.nanoTime();
                pause.reset();
            } catch (InterruptedException woken) {
                log.debug("Thread {} was interrupted", name());
            } catch (Throwable thrown) {
                endure(thrown);
            }
        }
        NodeThreads.remove(this);
    }

    /** Without memory even this may fail; the thread goes on all the same. */
    private void endure(Throwable thrown) {
        long nanos = SHORTEST_PAUSE.toNanos();
        try {
            nanos = pause.afterFailure().toNanos();
            log.error("Thread {} goes on in {} ms after what it could not do", name(), nanos / 1_000_000, thrown);
        } catch (Throwable more) {
            thrown.addSuppressed(more);
        }
        LockSupport.parkNanos(nanos);
    }

    /** Says, when called on a thread of this kind, that its step takes long and gets on. */
    public static void progress() {
        if (Thread.currentThread() instanceof OwnedThread owned) {
            owned.owner.progressAt = System.nanoTime();
        }
    }

    /**
     * Says, when called on a thread of this kind, that its step may take so long until it gets on, as when it waits for a
     * long statement. The next {@link #progress()} ends that.
     */
    public static void busyFor(Duration limit) {
        if (Thread.currentThread() instanceof OwnedThread owned) {
            owned.owner.progressAt = System.nanoTime() + limit.toNanos();
        }
    }

    /** Whether it is one of these. */
    static boolean isOne(Thread thread) {
        return thread instanceof OwnedThread;
    }

    /** Whether it lives, and a step has ended or got on lately. */
    boolean isWell() {
        return finished || madeProgressWithin(PROGRESS_TIMEOUT);
    }

    boolean madeProgressWithin(Duration time) {
        return thread.isAlive() && System.nanoTime() - progressAt < time.toNanos();
    }

    String name() {
        return thread.getName();
    }

    /** Runs no further step; the one that is under way goes on. */
    public void finish() {
        finished = true;
        NodeThreads.remove(this);
    }

    /** Wakes it where it waits. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Runs no further step, and interrupts the one that is under way. */
    @Override
    public void close() {
        finish();
        interrupt();
    }

    /** Waits until it has ended; false when that takes longer than the limit. */
    public boolean join(Duration limit) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, limit.toNanos()));
        return !thread.isAlive();
    }
}

package dev.millrace.model.thread;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run tasks: now, later, or again and again. They are all started at once and never replaced, so that a task
 * can be given to them also where the machine has no further thread. A task that is run again and again is not given up
 * when it throws.
 */
public final class TaskThreads implements Executor, AutoCloseable {
    /** Guarded by its monitor, and not by a lock of the JDK's, for the reason that {@link Mailbox} has. */
    private final Queue<Task> waiting = new PriorityQueue<>();

    private long given;
    private final List<NodeThread> threads;

    /** Starts so many threads of that name. */
    public TaskThreads(String name, int count) {
        this.threads = IntStream.range(0, count)
                .mapToObj(number -> new NodeThread(name, new Taker()::next))
                .toList();
        try {
            threads.forEach(NodeThread::start);
        } catch (Error tooMany) {
            close();
            throw tooMany;
        }
    }

    private static final class Task implements Comparable<Task> {
        final Runnable work;
        final long number;
        /** Nanoseconds from one end to the next start; null where it is run once. */
        final @Nullable Long pause;

        long due;

        Task(Runnable work, long number, @Nullable Long pause) {
            this.work = work;
            this.number = number;
            this.pause = pause;
        }

        @Override
        public int compareTo(Task other) {
            return due == other.due ? Long.compare(number, other.number) : Long.compare(due - other.due, 0);
        }
    }

    /** What one of the threads does. */
    private final class Taker {
        private @Nullable Task taken;

        void next() throws InterruptedException {
            putBack();
            Task task = take(NodeThread.IDLE);
            if (task != null) {
                taken = task;
                task.work.run();
            }
        }

        /** Before the next one and not after the last, which may have been broken off anywhere. */
        private void putBack() {
            Task done = taken;
            if (done != null && done.pause != null) {
                give(done, done.pause);
            }
            taken = null;
        }
    }

    /** Runs it as soon as a thread is free. Never throws for want of a thread, nor after {@link #close()}. */
    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    private void give(Task task, long nanos) {
        synchronized (waiting) {
            task.due = System.nanoTime() + nanos;
            waiting.add(task);
            waiting.notifyAll();
        }
    }

    /** The next task that is due; null when there is none within the limit. */
    private @Nullable Task take(Duration limit) throws InterruptedException {
        synchronized (waiting) {
            long end = System.nanoTime() + limit.toNanos();
            while (true) {
                long now = System.nanoTime();
                Task first = waiting.peek();
                if (first != null && first.due - now <= 0) {
                    return waiting.remove();
                }
                if (end - now <= 0) {
                    return null;
                }
                TimeUnit.NANOSECONDS.timedWait(
                        waiting, first == null ? end - now : Math.min(end - now, first.due - now));
            }
        }
    }

    private Task task(Runnable work, @Nullable Long pause) {
        synchronized (waiting) {
            return new Task(work, given++, pause);
        }
    }

    /** Runs it once, after a time. */
    public void schedule(Duration wait, Runnable task) {
        give(task(task, null), wait.toNanos());
    }

    /** Runs it after a time, and then again and again with that pause, whatever it throws. */
    public void every(Duration first, Duration pause, Runnable task) {
        give(task(task, pause.toNanos()), first.toNanos());
    }

    /** Begins no further task, and interrupts those that are under way. */
    @Override
    public void close() {
        threads.forEach(NodeThread::close);
    }

    /** Waits, after {@link #close()}, until nothing is under way; false when that takes longer than the limit. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (NodeThread thread : threads) {
            if (!thread.join(Duration.ofNanos(end - System.nanoTime()))) {
                return false;
            }
        }
        return true;
    }
}
